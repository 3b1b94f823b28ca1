import { describe, expect, it } from 'vitest';
import { planPass } from '../../../src/engine/plan.js';
import { FOLDS } from '../../../src/engine/tfjs/predict.js';
import { type BackendMemory, simulatePass } from '../../../src/engine/tfjs/simulate.js';
import {
  BatchNorm2d,
  Conv1d,
  Conv2d,
  type Conv2dOptions,
  GroupNorm,
  Linear,
  ReLU,
  Sequential,
} from '../../../src/nn/index.js';
import type { AnyModule } from '../../../src/nn/index.js';
import type { Shape } from '../../../src/ops/shape.js';
import { cat } from '../../../src/tensor/tensor.js';
import { record } from '../../../src/trace/recorder.js';
import { Lambda } from '../../support/lambda.js';

/** One memory that grows at its end, and kernels that do all at once. */
const PLAIN: BackendMemory = {
  heap: { firstRegionBytes: Infinity, leastRest: () => 1 },
  leastBytes: 1,
  sharesArrays: false,
  fuses: true,
  hasGroups: false,
  packs: [],
};

/** The bytes of a pass, with BatchNorm and ReLU folded into convolutions. */
function bytesOf(model: AnyModule, inputShape: Shape, backend: BackendMemory = PLAIN): number {
  return simulatePass(planPass(record(model, [inputShape]), FOLDS), backend);
}

/** A convolution of 1x1, from 2 channels of 4x4 (128 bytes) to 4 of them (256); its weights are 32 bytes. */
function block(options: Partial<Conv2dOptions> = {}): Sequential {
  return new Sequential(
    new Conv2d(2, 4, { kernelSize: 1, bias: false, ...options }),
    new BatchNorm2d(4),
    new ReLU(),
  );
}

const IMAGE = [1, 2, 4, 4];

describe('the heap of a pass', () => {
  it('holds the input, the weights as stored and transposed, and the output', () => {
    const conv = new Conv2d(2, 4, { kernelSize: 1, bias: false });
    expect(bytesOf(conv, IMAGE)).toBe(128 + 2 * 32 + 256);
  });

  it('holds the weights once more while a BatchNorm is folded into them, in their own place', () => {
    // Scaled where the stored ones were; the output begins where the transposed ones were.
    expect(bytesOf(block(), IMAGE)).toBe(128 + 32 + 256);
  });

  it('holds them once more if the kernel packs them', () => {
    const backend: BackendMemory = { ...PLAIN, packs: ['conv2d'] };
    // Packed where the transposed ones were.
    expect(bytesOf(block(), IMAGE, backend)).toBe(128 + 2 * 32 + 256);
    const conv = new Conv2d(2, 4, { kernelSize: 1, bias: false });
    expect(bytesOf(conv, IMAGE, backend)).toBe(128 + 2 * 32 + 256);
  });

  it('holds the output of each part if the kernel does not do all at once', () => {
    const backend = { ...PLAIN, fuses: false };
    // The convolution, its bias, its ReLU.
    expect(bytesOf(block(), IMAGE, backend)).toBe(128 + 32 + 3 * 256);
    const biased = new Conv2d(2, 4, { kernelSize: 1 });
    expect(bytesOf(biased, IMAGE, backend)).toBe(128 + 2 * 32 + 2 * 256);
    const plain = new Conv2d(2, 4, { kernelSize: 1, bias: false });
    expect(bytesOf(plain, IMAGE, backend)).toBe(128 + 2 * 32 + 256);
  });

  describe('holds what groups take:', () => {
    it('the padded input of a depthwise convolution', () => {
      const depthwise = new Conv2d(2, 2, { kernelSize: 1, bias: false, groups: 2 });
      // Weights 2 x 4 B twice, the input again, the output.
      expect(bytesOf(depthwise, IMAGE)).toBe(128 + 2 * 8 + 128 + 128);
      const padded = new Conv2d(2, 2, { kernelSize: 1, padding: 1, bias: false, groups: 2 });
      // 6 x 6 pixels.
      expect(bytesOf(padded, IMAGE)).toBe(128 + 2 * 8 + 288 + 288);
    });

    it('the input side by side, the same padded, and addresses', () => {
      const grouped = new Conv2d(4, 4, { kernelSize: 1, padding: 1, bias: false, groups: 2 });
      // 2 addresses of 4 bytes for each of 36 pixels do not fit where the input lay side by side.
      expect(bytesOf(grouped, [1, 4, 4, 4])).toBe(256 + 2 * 32 + 256 + 576 + 288 + 576);
    });

    it('the parts of input, weights and output', () => {
      const grouped = new Conv2d(4, 4, { kernelSize: 3, padding: 1, bias: false, groups: 2 });
      // The parts of the input are where the stored weights, of 288, were.
      expect(bytesOf(grouped, [1, 4, 4, 4])).toBe(256 + 3 * 288 + 2 * 256);
    });

    it('nothing, if the backend has groups', () => {
      const grouped = new Conv2d(4, 4, { kernelSize: 1, bias: false, groups: 2 });
      expect(bytesOf(grouped, [1, 4, 4, 4], { ...PLAIN, hasGroups: true })).toBe(
        256 + 2 * 32 + 256,
      );
    });
  });

  it('holds input and output of a kernel over one axis in both orders, and of one channel once', () => {
    // Weights of 32 bytes, stored and transposed.
    const conv = new Conv1d(2, 4, { kernelSize: 1, bias: false });
    expect(bytesOf(conv, [1, 2, 16])).toBe(2 * 128 + 2 * 32 + 2 * 256);
    const backend: BackendMemory = { ...PLAIN, sharesArrays: true, packs: ['conv2d'] };
    expect(bytesOf(conv, [1, 2, 16], backend)).toBe(128 + 2 * 32 + 2 * 256);
    const single = new Conv1d(1, 1, { kernelSize: 3, padding: 1, bias: false });
    expect(bytesOf(single, [1, 1, 16])).toBe(64 + 2 * 12 + 64);
  });

  it('holds what groups of a kernel over one axis take too', () => {
    const grouped = new Conv1d(4, 8, { kernelSize: 3, padding: 1, groups: 2, bias: false });
    // The input, with its channels last and side by side, then padded; the weights, stored and transposed;
    // addresses of 384 bytes, which do not fit where what is freed was; the output in both orders.
    expect(bytesOf(grouped, [1, 4, 16])).toBe(3 * 256 + 288 + 2 * 192 + 384 + 2 * 512);
    const native = { ...PLAIN, hasGroups: true };
    expect(bytesOf(grouped, [1, 4, 16], native)).toBe(2 * 256 + 2 * 192 + 2 * 512);
  });

  it('holds three values while a GroupNorm scales, and its weights', () => {
    // The input; what is centred, its square, which is freed, and what is scaled, where the square was; then
    // the output where the centred one was. The weights of 2 x 16 bytes.
    expect(bytesOf(new GroupNorm(2, 4), [1, 4, 4, 4])).toBe(3 * 256 + 32);
    expect(bytesOf(new GroupNorm(2, 4, { affine: false }), [1, 4, 4, 4])).toBe(3 * 256);
  });

  it("holds a linear layer's weights and bias once", () => {
    expect(bytesOf(new Linear(8, 100), [8])).toBe(32 + 3200 + 400 + 400);
  });

  it('holds no inputs and weights as they come if those stay in their arrays', () => {
    const backend = { ...PLAIN, sharesArrays: true };
    const conv = new Conv2d(2, 4, { kernelSize: 1, bias: false });
    // The transposed weights are its own.
    expect(bytesOf(conv, IMAGE, backend)).toBe(32 + 256);
    expect(bytesOf(new Linear(8, 100), [8], backend)).toBe(400);
    // Packed, they and the bias are.
    const packing: BackendMemory = { ...backend, packs: ['linear'] };
    expect(bytesOf(new Linear(8, 100), [8], packing)).toBe(3200 + 400 + 400);
    expect(bytesOf(block(), IMAGE, backend)).toBe(2 * 32 + 256);
  });

  it('is used again for what is dead', () => {
    // Two values of 128 at a time, in turn.
    const chain = new Lambda((x) => x.sigmoid().sigmoid().sigmoid().sigmoid());
    expect(bytesOf(chain, IMAGE)).toBe(2 * 128);
  });

  it('is more than what is alive if that does not lie together', () => {
    // 8 bytes are made behind the 128 of the image, where 160 have no room then.
    const model = new Lambda((x) => {
      const small = x.mean([2, 3], true);
      return cat(
        Array.from({ length: 20 }, () => small),
        1,
      );
    });
    expect(bytesOf(model, IMAGE)).toBe(128 + 8 + 160);
  });

  it('leaves out what is too small for it', () => {
    const conv = new Conv2d(2, 4, { kernelSize: 1, bias: false });
    expect(bytesOf(conv, IMAGE, { ...PLAIN, leastBytes: 33 })).toBe(128 + 256);
    expect(bytesOf(conv, IMAGE, { ...PLAIN, leastBytes: 32 })).toBe(128 + 2 * 32 + 256);
    expect(bytesOf(conv, IMAGE, { ...PLAIN, leastBytes: 257 })).toBe(0);
  });
});
