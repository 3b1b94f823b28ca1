import { describe, expect, it } from 'vitest';
import { planPass } from '../../../../src/engine/plan.js';
import { dilateKernel } from '../../../../src/engine/tfjs/kernels/conv2d.js';
import { BatchNorm2d, Conv2d, type Conv2dOptions, Sequential } from '../../../../src/nn/index.js';
import { record } from '../../../../src/trace/recorder.js';
import { initialWeights } from '../../../../src/weights/initialise.js';
import { describeEngines } from '../../../support/engines.js';
import { tensorFlowOf } from '../../../support/tensorflow.js';

describe('dilateKernel', () => {
  it('sets the elements of each plane apart', () => {
    const data = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    const { data: spread, shape } = dilateKernel(data, [1, 2, 2, 2], [2, 3]);
    expect(shape).toEqual([1, 2, 3, 4]);
    expect([...spread]).toEqual([
      ...[1, 0, 0, 2, 0, 0, 0, 0, 3, 0, 0, 4],
      ...[5, 0, 0, 6, 0, 0, 0, 0, 7, 0, 0, 8],
    ]);
  });
});

// What they compute is tested against PyTorch: see operations.test.ts.
describeEngines('a convolution with groups', ({ name, folds }, executor) => {
  const tf = tensorFlowOf(name);
  const isNative = name === 'tensorflow';

  /** The kernels of convolutions that a pass runs. */
  async function kernelsOf(inOut: [number, number], options: Conv2dOptions): Promise<string[]> {
    if (tf === null) throw new Error(`${name} has no TensorFlow.js`);
    const model = new Sequential(new Conv2d(...inOut, options), new BatchNorm2d(inOut[1]));
    const plan = planPass(record(model, [[2, inOut[0], 6, 5]]), folds);
    const input = new Float32Array(2 * inOut[0] * 30).fill(0.5);
    const { kernels } = await tf.profile(async () => {
      await executor().execute(plan, initialWeights(model, 0), [input]);
    });
    return kernels.map((kernel) => kernel.name).filter((kernel) => /^Fused\w*Conv2D$/.test(kernel));
  }

  const DENSE = 'FusedConv2D';
  const DEPTHWISE = 'FusedDepthwiseConv2D';

  it.skipIf(tf === null)('is one kernel if they are many', async () => {
    const many = { kernelSize: 3, padding: 1, groups: 8 };
    expect(await kernelsOf([32, 16], many)).toEqual([isNative ? DENSE : DEPTHWISE]);
    const strided = { ...many, stride: 2, dilation: 2, groups: 16 };
    expect(await kernelsOf([32, 16], strided)).toEqual([isNative ? DENSE : DEPTHWISE]);
  });

  it.skipIf(tf === null)('is one depthwise kernel if each has one channel', async () => {
    const each = { kernelSize: 3, padding: 1, groups: 6 };
    expect(await kernelsOf([6, 12], each)).toEqual([DEPTHWISE]);
  });

  it.skipIf(tf === null)(
    'is one kernel for each if they are few, unless the backend has groups',
    async () => {
      const few = { kernelSize: 3, padding: 1, groups: 2 };
      expect(await kernelsOf([8, 4], few)).toEqual(isNative ? [DENSE] : [DENSE, DENSE]);
    },
  );
});
