import { describe, expect, it } from 'vitest';
import { planPass } from '../../src/engine/plan.js';
import { TfjsExecutor } from '../../src/engine/tfjs/executor.js';
import { peakBytes } from '../../src/engine/tfjs/predict.js';
import { elementCount } from '../../src/ops/shape.js';
import { record } from '../../src/trace/recorder.js';
import { initialWeights } from '../../src/weights/initialise.js';
import { describeEngines } from '../support/engines.js';
import { namedModel } from '../support/models.js';

const INPUT = [1, 3, 64, 64];

describeEngines('what TensorFlow.js has alive at one time', (engine, executor) => {
  // The deepest first: what it took must not count for the others.
  const cases = [152, 50, 18].flatMap((depth) => [true, false].map((fold) => ({ depth, fold })));
  describe.skipIf(engine.name === 'onnxruntime')('is what was predicted', () => {
    it.each(cases)('depth $depth, folded: $fold', async ({ depth, fold }) => {
      const started = executor();
      if (!(started instanceof TfjsExecutor))
        throw new Error(`${engine.name} has no TensorFlow.js`);
      const model = namedModel(depth);
      const plan = planPass(record(model, [INPUT]), fold ? engine.folds : []);
      const predicted = peakBytes(plan);
      const { peakBytes: measured } = await started.execute(plan, initialWeights(model, 0), [
        new Float32Array(elementCount(INPUT)),
      ]);
      expect(measured / predicted).toBeGreaterThan(0.9);
      expect(measured / predicted).toBeLessThan(1.1);
    });
  });
});
