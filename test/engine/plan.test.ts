import { describe, expect, it } from 'vitest';
import type { Shape } from '../../src/engine/shape.js';
import type { AdaptiveAvgPool2dOp, BatchNormOp, Conv2dOp } from '../../src/engine/ops.js';
import { type Kernel, type Plan, planPass } from '../../src/engine/plan.js';
import { Recorder } from '../../src/engine/record.js';
import type { Tensor } from '../../src/engine/tensor.js';
import { add, apply, mul, relu, sigmoid } from '../../src/nn/functional.js';

/** 1x1, so that the weights are out * in * 4 bytes. */
function conv(inChannels: number, outChannels: number): Conv2dOp {
  return {
    kind: 'conv2d',
    weight: { shape: [outChannels, inChannels, 1, 1] },
    bias: null,
    stride: [1, 1],
    padding: [0, 0],
    dilation: [1, 1],
    groups: 1,
  };
}

function norm(channels: number): BatchNormOp {
  const stored = { shape: [channels] };
  return {
    kind: 'batchNorm',
    weight: stored,
    bias: stored,
    runningMean: stored,
    runningVar: stored,
    eps: 1e-5,
  };
}

/** A plan for an input of [1, 2, 4, 4], which is 128 bytes. */
function planOf(
  forward: (x: Tensor) => Tensor,
  fold = true,
  inputShape: Shape = [1, 2, 4, 4],
): Plan {
  const recorder = new Recorder(inputShape);
  forward(recorder.input());
  return planPass(recorder.recording(), { fold });
}

function kernelNames({ steps }: Plan): (string | null)[] {
  const name = (kernel: Kernel | null): string | null => {
    if (kernel?.kind !== 'foldedConv2d') return kernel?.kind ?? null;
    return ['conv', kernel.batchNorm && 'norm', kernel.relu && 'relu'].filter(Boolean).join('+');
  };
  return steps.map(({ kernel }) => name(kernel));
}

describe('folding', () => {
  it('takes in the BatchNorm and the ReLU after a convolution', () => {
    const plan = planOf((x) => sigmoid(relu(apply(norm(3), apply(conv(2, 3), x)))));
    expect(kernelNames(plan)).toEqual(['conv+norm+relu', null, null, 'sigmoid']);
    expect(plan.steps.map(({ storage }) => storage)).toEqual([1, 1, 1, 4]);
  });

  it('takes in a ReLU alone, and a BatchNorm alone', () => {
    expect(kernelNames(planOf((x) => sigmoid(relu(apply(conv(2, 3), x)))))).toEqual([
      'conv+relu',
      null,
      'sigmoid',
    ]);
    expect(kernelNames(planOf((x) => sigmoid(apply(norm(3), apply(conv(2, 3), x)))))).toEqual([
      'conv+norm',
      null,
      'sigmoid',
    ]);
  });

  it('leaves a BatchNorm that comes after the ReLU', () => {
    const plan = planOf((x) => sigmoid(apply(norm(3), relu(apply(conv(2, 3), x)))));
    expect(kernelNames(plan)).toEqual(['conv+relu', null, 'batchNorm', 'sigmoid']);
  });

  it('leaves a value that is read twice', () => {
    const plan = planOf((x) => {
      const convolved = apply(conv(2, 2), x);
      return add(relu(convolved), convolved);
    });
    expect(kernelNames(plan)).toEqual(['conv', 'relu', 'add']);
  });

  it('leaves a value that one operation reads twice', () => {
    const plan = planOf((x) => {
      const convolved = apply(conv(2, 2), x);
      return relu(mul(convolved, convolved));
    });
    expect(kernelNames(plan)).toEqual(['conv', 'mul', 'relu']);
  });

  it('takes in what ends the pass, and keeps its value', () => {
    const plan = planOf((x) => relu(apply(conv(2, 3), x)));
    expect(kernelNames(plan)).toEqual(['conv+relu', null]);
    expect(plan.steps.map(({ frees }) => frees)).toEqual([[0], []]);
  });

  it('does not happen where it is not asked for', () => {
    const plan = planOf((x) => relu(apply(norm(3), apply(conv(2, 3), x))), false);
    expect(kernelNames(plan)).toEqual(['conv2d', 'batchNorm', 'relu']);
    expect(plan.steps.map(({ storage }) => storage)).toEqual([1, 2, 3]);
  });
});

describe('what is freed', () => {
  it('goes after its last use, the output never', () => {
    const plan = planOf((x) => {
      const convolved = apply(conv(2, 2), x);
      return add(sigmoid(convolved), x);
    }, false);
    expect(plan.steps.map(({ frees }) => [...frees].sort())).toEqual([[], [1], [0, 2]]);
  });

  it('includes a value that nothing reads', () => {
    const plan = planOf((x) => {
      sigmoid(x);
      return relu(x);
    }, false);
    expect(plan.steps.map(({ frees }) => frees)).toEqual([[1], [0]]);
  });
});

describe('the peak', () => {
  it('is the input, the output and the weights of a single convolution', () => {
    // Input 2 x 16 x 4 B, output 3 x 16 x 4 B, weights 6 x 4 B.
    const plan = planOf((x) => apply(conv(2, 3), x), false);
    expect(plan.peakBytes).toBe(128 + 192 + 24);
  });

  it('counts the bias that a folded convolution always has', () => {
    const plan = planOf((x) => apply(norm(3), apply(conv(2, 3), x)), true);
    expect(plan.peakBytes).toBe(128 + 192 + 24 + 12);
  });

  it('counts the weights of a convolution twice while they are turned', () => {
    // Input 16 x 1 x 4 B; weights 64 x 16 x 4 B twice, which is more than once with the output.
    const plan = planOf((x) => apply(conv(16, 64), x), false, [1, 16, 1, 1]);
    expect(plan.peakBytes).toBe(64 + 2 * 4096);
  });

  it('is where most is alive, not the sum', () => {
    // conv: 128 + 512 + 64 of weights; its input is freed; sigmoid: 512 + 512; pool: 512 + 32.
    const pool: AdaptiveAvgPool2dOp = { kind: 'adaptiveAvgPool2d', outputSize: [1, 1] };
    const plan = planOf((x) => apply(pool, sigmoid(apply(conv(2, 8), x))), false);
    expect(plan.peakBytes).toBe(512 + 512);
  });

  it('counts what a later operation still needs', () => {
    // The input stays for the sum: 128 + 128 (conv) + 128 (sigmoid).
    const plan = planOf((x) => add(sigmoid(apply(conv(2, 2), x)), x), false);
    expect(plan.peakBytes).toBe(3 * 128);
  });
});
