import { describe, expect, it } from 'vitest';
import { requirePackage } from '../../../src/engine/packages.js';
import {
  inOneLayout,
  asImage,
  axisInMemory,
  channelsLast,
  inTorchOrder,
  shapeOf,
  toChannelsLast,
  toTorchOrder,
  type Value,
  valueOf,
} from '../../../src/engine/tfjs/layout.js';
import { wasm } from '../../../src/engine/tfjs/wasm.js';
import { elementCount } from '../../../src/ops/shape.js';

const tf = requirePackage('@tensorflow/tfjs-core');
await wasm.start({ threads: 1 });

/** An image of [1, 2, 2, 3] in torch's order: its numbers tell channel, row and column. */
const NUMBERS = [0, 1, 2, 10, 11, 12, 100, 101, 102, 110, 111, 112];
const LAST = [0, 100, 1, 101, 2, 102, 10, 110, 11, 111, 12, 112];

const torchImage = (): Value => inTorchOrder(tf.tensor(NUMBERS, [1, 2, 2, 3]));
const lastImage = (): Value => channelsLast(tf.tensor4d(LAST, [1, 2, 3, 2]));

describe('a value', () => {
  it('has the shape that torch gives it, however it lies', () => {
    expect(shapeOf(inTorchOrder(tf.zeros([2, 3, 5, 7])))).toEqual([2, 3, 5, 7]);
    expect(shapeOf(channelsLast(tf.zeros([2, 5, 7, 3])))).toEqual([2, 3, 5, 7]);
  });

  it.each([[[]], [[4]], [[2, 3]], [[2, 3, 4]], [[2, 3, 4, 5, 6]]])(
    'of another rank has its own: %j',
    (shape) => {
      expect(shapeOf(inTorchOrder(tf.zeros(shape)))).toEqual(shape);
    },
  );

  it('can be had with its channels last, or as in torch', () => {
    for (const value of [torchImage(), lastImage()]) {
      const last = toChannelsLast(tf, value);
      expect([last.shape, [...last.dataSync()]]).toEqual([[1, 2, 3, 2], LAST]);
      const torch = toTorchOrder(tf, value);
      expect([torch.shape, [...torch.dataSync()]]).toEqual([[1, 2, 2, 3], NUMBERS]);
    }
  });

  it('is its own tensor if it lies so already', () => {
    const [torch, last] = [torchImage(), lastImage()];
    expect(toTorchOrder(tf, torch)).toBe(torch.tensor);
    expect(toChannelsLast(tf, last)).toBe(last.tensor);
  });

  it.each([[[3, 1, 2, 2]], [[2, 3, 1, 1]]])(
    'has the same elements in either order, if channels or pixels are one: %j',
    (shape) => {
      const value = inTorchOrder(tf.reshape(tf.range(0, elementCount(shape)), shape));
      const last = channelsLast(toChannelsLast(tf, value));
      expect([...last.tensor.dataSync()]).toEqual([...value.tensor.dataSync()]);
      expect(shapeOf(last)).toEqual(shape);
      expect(toTorchOrder(tf, last).shape).toEqual(shape);
    },
  );

  it('is no image with other than four axes', () => {
    expect(() => asImage(tf.zeros([2, 3]))).toThrow(
      'an image has four axes, but this tensor has 2',
    );
    expect(() => toChannelsLast(tf, inTorchOrder(tf.zeros([2])))).toThrow('this tensor has 1');
  });

  it('keeps the layout that it is made with', () => {
    expect(valueOf(tf.zeros([1, 2, 3, 4]), 'NHWC')).toMatchObject({ layout: 'NHWC' });
    expect(valueOf(tf.zeros([2]), 'torch')).toMatchObject({ layout: 'torch' });
    expect(() => valueOf(tf.zeros([2]), 'NHWC')).toThrow('an image has four axes');
  });
});

describe('values for one kernel', () => {
  it('stay as torch has them if all are', () => {
    const { tensors, layout } = inOneLayout(tf, [torchImage(), inTorchOrder(tf.zeros([3]))]);
    expect(layout).toBe('torch');
    expect(tensors.map(({ shape }) => shape)).toEqual([[1, 2, 2, 3], [3]]);
  });

  it('all have their channels last if one has', () => {
    const { tensors, layout } = inOneLayout(tf, [
      torchImage(),
      lastImage(),
      inTorchOrder(tf.zeros([2, 1, 3])),
    ]);
    expect(layout).toBe('NHWC');
    expect(tensors.map(({ shape }) => shape)).toEqual([
      [1, 2, 3, 2],
      [1, 2, 3, 2],
      [1, 1, 3, 2],
    ]);
    expect(tensors.slice(0, 2).map((tensor) => [...tensor.dataSync()])).toEqual([LAST, LAST]);
  });

  it('are as torch has them if one has more axes than an image', () => {
    const { tensors, layout } = inOneLayout(tf, [
      lastImage(),
      inTorchOrder(tf.zeros([2, 1, 2, 2, 3])),
    ]);
    expect(layout).toBe('torch');
    expect([...(tensors[0]?.dataSync() ?? [])]).toEqual(NUMBERS);
  });
});

describe('an axis of torch', () => {
  it('lies elsewhere if the channels are last', () => {
    expect([0, 1, 2, 3].map((dim) => axisInMemory(dim, 'NHWC'))).toEqual([0, 3, 1, 2]);
    expect([0, 1, 2, 3].map((dim) => axisInMemory(dim, 'torch'))).toEqual([0, 1, 2, 3]);
  });
});
