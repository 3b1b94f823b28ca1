import { describe, expect, it, vi } from 'vitest';
import { requirePackage } from '../../../src/engine/packages.js';
import { planPass } from '../../../src/engine/plan.js';
import { useBackend } from '../../../src/engine/tfjs/executor.js';
import { FOLDS } from '../../../src/engine/tfjs/predict.js';
import { createModel } from '../../../src/models/create.js';
import { record } from '../../../src/trace/recorder.js';
import { initialWeights } from '../../../src/weights/initialise.js';
import { describeEngines } from '../../support/engines.js';
import { rejectionOf } from '../../support/errors.js';
import { Lambda } from '../../support/lambda.js';
import { noWeights } from '../../support/recordings.js';
import { tensorFlowOf } from '../../support/tensorflow.js';

describeEngines('what TensorFlow.js holds after a pass', ({ name }, executor) => {
  const model = createModel('se-resnet-10', { numClasses: 4 });
  const plan = planPass(record(model, [[1, 3, 16, 16]]), FOLDS);
  const weights = initialWeights(model, 0);
  const input = new Float32Array(3 * 256).fill(0.5);

  it('is what it held before, whether it went well or not', async (context) => {
    const tf = tensorFlowOf(name);
    if (tf === null) {
      context.skip();
      return;
    }
    const before = tf.memory().numTensors;
    await executor().execute(plan, weights, [input]);
    expect(tf.memory().numTensors).toBe(before);
    for (const wrong of [0, 3, plan.steps.length - 1]) {
      const steps = plan.steps.map((step, index) =>
        index === wrong ? { ...step, outputShape: [7] } : step,
      );
      await rejectionOf(executor().execute({ ...plan, steps }, weights, [input]));
      expect(tf.memory().numTensors).toBe(before);
    }
    await rejectionOf(executor().execute(plan, noWeights, [input]));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('an executor', () => {
  it('refuses to compute after another backend has started', async () => {
    const { wasm } = await import('../../../src/engine/tfjs/wasm.js');
    const executor = await wasm.start({ threads: 1 });
    const tf = requirePackage('@tensorflow/tfjs-core');
    const another = Object.assign(new tf.KernelBackend(), {
      memory: () => ({ unreliable: true }),
      dispose: () => undefined,
    });
    tf.registerBackend('another', () => another);
    try {
      await useBackend(tf, 'another');
      const plan = planPass(record(new Lambda((x) => x.relu()), [[2]]), []);
      expect(
        await rejectionOf(executor.execute(plan, noWeights, [new Float32Array(2)])),
      ).toHaveProperty('message', 'wasm was asked to compute after another had started');
    } finally {
      await useBackend(tf, 'wasm');
      tf.removeBackend('another');
    }
  });

  it('is not made of a backend that does not start', async () => {
    const tf = requirePackage('@tensorflow/tfjs-core');
    const backend = tf.getBackend();
    tf.registerBackend('broken', () => {
      throw new Error('no');
    });
    const warned = vi.spyOn(console, 'warn').mockReturnValue();
    expect(await rejectionOf(useBackend(tf, 'broken'))).toMatchObject({
      name: 'EngineError',
      message: 'The broken engine did not start.',
    });
    warned.mockRestore();
    tf.removeBackend('broken');
    await useBackend(tf, backend);
  });
});
