import { expect, it } from 'vitest';
import { planPass } from '../../src/engine/plan.js';
import { elementCount } from '../../src/ops/shape.js';
import { record } from '../../src/trace/recorder.js';
import { initialWeights } from '../../src/weights/initialise.js';
import { describeEngines } from '../support/engines.js';
import { namedModel } from '../support/models.js';

const INPUT = [1, 3, 64, 64];

describeEngines('the memory that a pass takes is what was predicted', (engine, executor) => {
  // The deepest first: what it took must not count for the others.
  const cases = [152, 50, 18].flatMap((depth) => [true, false].map((fold) => ({ depth, fold })));
  it.each(cases)('depth $depth, folded: $fold', async ({ depth, fold }) => {
    const model = namedModel(depth);
    const plan = planPass(record(model, [INPUT]), fold ? engine.folds : []);
    const predicted = engine.predict(plan, { threads: 1 }).peakBytes;
    const { peakBytes } = await executor().execute(plan, initialWeights(model, 0), [
      new Float32Array(elementCount(INPUT)),
    ]);
    expect(peakBytes / predicted).toBeGreaterThan(0.9);
    expect(peakBytes / predicted).toBeLessThan(1.1);
  });
});
