import { describe, expect, it } from 'vitest';
import { planPass } from '../../../src/engine/plan.js';
import { FOLDS, growthBytes, peakBytes } from '../../../src/engine/tfjs/predict.js';
import type { BackendMemory } from '../../../src/engine/tfjs/simulate.js';
import {
  Conv1d,
  Conv2d,
  GroupNorm,
  Linear,
  type Module,
  Sequential,
} from '../../../src/nn/index.js';
import type { Op } from '../../../src/ops/index.js';
import type { Shape } from '../../../src/ops/shape.js';
import type { Output, Tensor } from '../../../src/tensor/tensor.js';
import { record } from '../../../src/trace/recorder.js';
import { Lambda } from '../../support/lambda.js';

/** 1x1, so that the weights are out * in * 4 bytes. */
function conv(inChannels: number, outChannels: number): Op {
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

function norm(channels: number): Op {
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

function apply(op: Op, x: Tensor): Tensor {
  return x.recorder.record(op, [x]);
}

/** The peak for an input of [1, 2, 4, 4], which is 128 bytes. */
function peakOf(
  forward: (x: Tensor) => Output,
  fold = true,
  inputShape: Shape = [1, 2, 4, 4],
): number {
  const plan = planPass(record(new Lambda(forward), [inputShape]), fold ? FOLDS : []);
  return peakBytes(plan, { hasGroups: false });
}

describe('the peak', () => {
  it('is the input, the output and the weights of a single convolution', () => {
    // Input 2 x 16 x 4 B, output 3 x 16 x 4 B, weights 6 x 4 B.
    expect(peakOf((x) => apply(conv(2, 3), x), false)).toBe(128 + 192 + 24);
  });

  it('counts the bias that a folded convolution always has', () => {
    expect(peakOf((x) => apply(norm(3), apply(conv(2, 3), x)))).toBe(128 + 192 + 24 + 12);
  });

  it('counts the weights of a convolution twice while they are transposed', () => {
    // Input 16 x 1 x 4 B; weights 64 x 16 x 4 B twice, which is more than once with the output.
    expect(peakOf((x) => apply(conv(16, 64), x), false, [1, 16, 1, 1])).toBe(64 + 2 * 4096);
  });

  it('is where most is alive, not the sum', () => {
    // conv: 128 + 512 + 64 of weights; its input is freed; sigmoid: 512 + 512; pool: 512 + 32.
    const pool: Op = { kind: 'adaptiveAvgPool2d', outputSize: [1, 1] };
    expect(peakOf((x) => apply(pool, apply(conv(2, 8), x).sigmoid()), false)).toBe(512 + 512);
  });

  it('counts what a later operation still needs', () => {
    // The input stays for the sum: 128 + 128 (conv) + 128 (sigmoid).
    expect(peakOf((x) => apply(conv(2, 2), x).sigmoid().add(x), false)).toBe(3 * 128);
  });

  it("counts a linear layer's weights once", () => {
    // Input 8 x 4 B, weights 8 x 100 x 4 B, bias and output 100 x 4 B each.
    const plan = planPass(record(new Linear(8, 100), [[8]]), FOLDS);
    expect(peakBytes(plan, { hasGroups: false })).toBe(32 + 3200 + 400 + 400);
  });

  describe('counts what groups are made into', () => {
    const GROUPS = new Conv2d(4, 4, { kernelSize: 1, padding: 1, groups: 2, bias: false });
    const peakOn = (hasGroups: boolean, ...[model, shape]: [Module, Shape]): number =>
      peakBytes(planPass(record(model, [shape]), FOLDS), { hasGroups });

    it('nothing, if the backend has groups', () => {
      // Input 4 x 4 x 4 B, weights 4 x 2 x 4 B, output 4 x 36 x 4 B.
      expect(peakOn(true, GROUPS, [1, 4, 2, 2])).toBe(64 + 32 + 256);
    });

    it('the padded input and an address for each number that is read, if they lie side by side', () => {
      // Padded 4 x 16 x 4 B; addresses 2 for each of 16 pixels.
      expect(peakOn(false, GROUPS, [1, 4, 2, 2])).toBe(64 + 32 + 256 + 2 * 16 * 4 + 256);
    });

    it('the input in both forms, if that is more than the output', () => {
      const strided = new Conv2d(4, 4, { kernelSize: 1, stride: 4, groups: 2, bias: false });
      expect(peakOn(false, strided, [1, 4, 4, 4])).toBe(256 + 32 + 256 + 256);
    });

    it('the parts of input, weights and output, if each group is convolved alone', () => {
      const large = new Conv2d(4, 6, { kernelSize: 3, padding: 1, groups: 2, bias: false });
      // 4 x 16 x 4 B, 6 x 18 x 4 B and 6 x 16 x 4 B, each twice.
      expect(peakOn(false, large, [1, 4, 4, 4])).toBe(2 * (256 + 432 + 384));
    });
  });

  it('counts a convolution over one axis as one over two, and its input and output in both orders', () => {
    const peak = (conv: Conv1d, shape: Shape): number =>
      peakBytes(planPass(record(conv, [shape]), FOLDS), { hasGroups: false });
    // Input 16 x 4 B; weights 64 x 16 x 4 B twice.
    expect(peak(new Conv1d(16, 64, { kernelSize: 1 }), [1, 16, 1])).toBe(64 + 2 * 4096);
    // Input 128 B and output 192 B twice, weights 2 x 3 x 4 B, bias 12 B.
    expect(peak(new Conv1d(2, 3, { kernelSize: 1 }), [1, 2, 16])).toBe(2 * (128 + 192) + 24 + 12);
    expect(peak(new Conv1d(1, 1, { kernelSize: 1 }), [1, 1, 16])).toBe(64 + 64 + 4 + 4);
  });

  it('counts both orders of a convolution over one axis beside what its groups are made into', () => {
    const peak = (hasGroups: boolean, conv: Conv1d): number =>
      peakBytes(planPass(record(conv, [[1, 4, 16]]), FOLDS), { hasGroups });
    const grouped = new Conv1d(4, 8, { kernelSize: 3, padding: 1, groups: 2, bias: false });
    // Input 256 B and output 512 B twice, weights 8 x 2 x 3 x 4 B.
    expect(peak(true, grouped)).toBe(2 * (256 + 512) + 192);
    // The padded input, 4 x 18 x 4 B, and addresses 3 x 2 for each of 16 pixels.
    expect(peak(false, grouped)).toBe(2 * (256 + 512) + 192 + 288 + 384);
    // Each group alone: input and output three times, weights, 8 x 2 x 5 x 4 B, twice.
    const large = new Conv1d(4, 8, { kernelSize: 5, padding: 2, groups: 2, bias: false });
    expect(peak(false, large)).toBe(3 * (256 + 512) + 2 * 320);
    // While the input is laid side by side it is there four times.
    const strided = new Conv1d(4, 4, { kernelSize: 1, stride: 8, groups: 2, bias: false });
    expect(peak(false, strided)).toBe(4 * 256 + 32);
  });

  it('counts what a GroupNorm centres besides its input, its output and its weights', () => {
    const norm = new GroupNorm(2, 4);
    const plan = planPass(record(norm, [[1, 4, 4, 4]]), FOLDS);
    expect(peakBytes(plan, { hasGroups: false })).toBe(3 * 256 + 32);
  });

  it('is the inputs alone in a pass without operations', () => {
    expect(peakOf((x) => x)).toBe(128);
  });
});

describe('the growth of resident memory', () => {
  const backend: BackendMemory = {
    heap: { firstRegionBytes: Infinity, leastRest: () => 1 },
    leastBytes: 1,
    sharesArrays: false,
    fuses: true,
    hasGroups: false,
    packs: [],
  };
  const cost = { baseBytes: 1e6, perHeapByte: 2, perArrayByte: 3 };

  it('is the engine, its heap and the arrays in JavaScript, each at its price', () => {
    const model = new Sequential(new Conv2d(2, 3, { kernelSize: 1, bias: false }));
    const plan = planPass(record(model, [[1, 2, 4, 4]]), FOLDS);
    // Heap: input 2 x 16 x 4 B, weights 2 x 3 x 4 B, twice, output 3 x 16 x 4 B. Arrays: input, weights.
    const heap = 128 + 2 * 24 + 192;
    expect(growthBytes(plan, backend, cost)).toBe(1e6 + 2 * heap + 3 * (128 + 24));
  });

  it("has the largest step's weights, or those that are not collected yet", () => {
    const growth = (...sizes: number[]): number => {
      const layers = sizes.map((size) => new Linear(1, size, { bias: false }));
      const forward = (x: Tensor): Output => layers.map((layer) => layer.call(x));
      const model = Object.assign(new Lambda(forward), { layers: new Sequential(...layers) });
      const plan = planPass(record(model, [[1]]), FOLDS);
      const noHeap = { ...backend, leastBytes: Infinity };
      return growthBytes(plan, noHeap, { baseBytes: 0, perHeapByte: 1, perArrayByte: 1 });
    };
    // Weights are 4 bytes a size; so is the input.
    expect(growth(1e6)).toBe(4 + 4e6);
    expect(growth(1e6, 1e6)).toBe(4 + 4e6);
    expect(growth(1e6, 1e6, 3e6, 2e6, 3e6)).toBe(4 + 0.4 * 40e6);
    expect(growth(5e6, 5e6, 5e6, 5e6, 5e6)).toBe(4 + 30e6);
    expect(growth(5e6, 10e6, 5e6)).toBe(4 + 40e6);
  });
});
