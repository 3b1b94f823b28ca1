import { describe, expect, it } from 'vitest';
import { planPass } from '../../src/engine/plan.js';
import { TfjsExecutor } from '../../src/engine/tfjs/executor.js';
import { peakBytes } from '../../src/engine/tfjs/predict.js';
import { Bottleneck } from '../../src/models/bottleneck.js';
import { ResNet } from '../../src/models/resnet.js';
import { type AnyModule, Conv1d } from '../../src/nn/index.js';
import { elementCount } from '../../src/ops/shape.js';
import { record } from '../../src/trace/recorder.js';
import { initialWeights } from '../../src/weights/initialise.js';
import { describeEngines } from '../support/engines.js';
import { namedModel } from '../support/models.js';

const MODELS: Readonly<Record<string, () => AnyModule>> = {
  'depth 152': () => namedModel(152),
  'depth 50': () => namedModel(50),
  'depth 50 in 32 groups': () =>
    new ResNet(Bottleneck, [3, 4, 6, 3], { groups: 32, widthPerGroup: 4 }),
  'depth 18': () => namedModel(18),
};

const INPUT = [1, 3, 64, 64];

describeEngines('what TensorFlow.js has alive at one time', (engine, executor) => {
  // The deepest first: what it took must not count for the others.
  const cases = Object.entries(MODELS).flatMap(([name, make]) =>
    [true, false].map((fold) => ({ name, make, fold })),
  );
  describe.skipIf(engine.name === 'onnxruntime')('is what was predicted', () => {
    // What is copied, cut out and put together is most of what they take. None lies side by side, for which
    // XNNPACK has addresses that TensorFlow.js does not count.
    it.each<[what: string, groups: number, kernelSize: number]>([
      ['one', 1, 3],
      ['two', 2, 5],
      ['each channel', 16, 3],
    ])('a convolution over one axis, groups: %s', async (_what, groups, kernelSize) => {
      const started = executor();
      if (!(started instanceof TfjsExecutor))
        throw new Error(`${engine.name} has no TensorFlow.js`);
      const model = new Conv1d(16, 16, { kernelSize, groups, bias: false });
      const plan = planPass(record(model, [[2, 16, 4096]]), engine.folds);
      const { peakBytes: measured } = await started.execute(plan, initialWeights(model, 0), [
        new Float32Array(2 * 16 * 4096),
      ]);
      // TensorFlow.js counts a reshaped tensor once more, though it shares its elements: the input made a
      // row, and the row made the output.
      const reshaped = 4 * 2 * 16 * (4096 + (4096 - kernelSize + 1));
      expect((measured - reshaped) / peakBytes(plan, started)).toBeGreaterThan(0.99);
      expect((measured - reshaped) / peakBytes(plan, started)).toBeLessThan(1.01);
    });

    it.each(cases)('$name, folded: $fold', async ({ make, fold }) => {
      const started = executor();
      if (!(started instanceof TfjsExecutor))
        throw new Error(`${engine.name} has no TensorFlow.js`);
      const model = make();
      const plan = planPass(record(model, [INPUT]), fold ? engine.folds : []);
      const predicted = peakBytes(plan, started);
      const { peakBytes: measured } = await started.execute(plan, initialWeights(model, 0), [
        new Float32Array(elementCount(INPUT)),
      ]);
      expect(measured / predicted).toBeGreaterThan(0.9);
      expect(measured / predicted).toBeLessThan(1.1);
    });
  });
});
