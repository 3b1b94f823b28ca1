import { expect, it } from 'vitest';
import { runOnBackend } from '../../src/compute.js';
import { planPass } from '../../src/engine/plan.js';
import { elementCount, type Shape } from '../../src/engine/shape.js';
import { runOnShapes } from '../../src/inspect.js';
import { initialWeights } from '../../src/weights/initialise.js';
import { describeEngines } from '../support/engines.js';
import { namedModel } from '../support/models.js';

const INPUT: Shape = [1, 3, 64, 64];

describeEngines('the memory that a pass takes is what was predicted', (_engine, backend) => {
  // The deepest first: what it took must not count for the others.
  const cases = [152, 50, 18].flatMap((depth) => [true, false].map((fold) => ({ depth, fold })));
  it.each(cases)('depth $depth, folded: $fold', ({ depth, fold }) => {
    const model = namedModel(depth);
    const plan = planPass(runOnShapes(model, INPUT).recording, { fold });
    const input = new Float32Array(elementCount(INPUT));
    const { peakBytes } = runOnBackend(model, input, plan, backend(), initialWeights(model, 0));
    expect(peakBytes / plan.peakBytes).toBeGreaterThan(0.9);
    expect(peakBytes / plan.peakBytes).toBeLessThan(1.1);
  });
});
