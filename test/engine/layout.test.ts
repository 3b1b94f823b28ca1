import { describe, expect, it } from 'vitest';
import {
  dilateKernel,
  kernelToChannelsLast,
  toChannelsFirst,
  toChannelsLast,
} from '../../src/engine/layout.js';

describe('shapes', () => {
  it('turn between NCHW and NHWC', () => {
    expect(toChannelsLast([2, 3, 5, 7])).toEqual([2, 5, 7, 3]);
    expect(toChannelsFirst([2, 5, 7, 3])).toEqual([2, 3, 5, 7]);
  });

  it.each([[[]], [[4]], [[2, 3]], [[2, 3, 4]]])(
    'stay as they are with other ranks: %j',
    (shape) => {
      expect(toChannelsLast(shape)).toEqual(shape);
      expect(toChannelsFirst(shape)).toEqual(shape);
    },
  );
});

describe("a convolution's weights", () => {
  it('go from [out, in, kh, kw] to [kh, kw, in, out], each output channel scaled', () => {
    // [2, 2, 1, 2]: element o, i, 0, x is 100 o + 10 i + x.
    const data = Float32Array.of(0, 1, 10, 11, 100, 101, 110, 111);
    expect([...kernelToChannelsLast(data, [2, 2, 1, 2], null)]).toEqual([
      0, 100, 10, 110, 1, 101, 11, 111,
    ]);
    expect([...kernelToChannelsLast(data, [2, 2, 1, 2], Float32Array.of(2, -1))]).toEqual([
      0, -100, 20, -110, 2, -101, 22, -111,
    ]);
  });

  it('are all there where there are more output channels than are written in one run', () => {
    const out = 37;
    const data = Float32Array.from({ length: out * 2 }, (_, index) => index);
    const expected = [0, 1].flatMap((input) =>
      Array.from({ length: out }, (_, channel) => channel * 2 + input),
    );
    expect([...kernelToChannelsLast(data, [out, 2, 1, 1], null)]).toEqual(expected);
  });

  it('are set apart by a dilation', () => {
    const { data, shape } = dilateKernel(Float32Array.of(1, 2, 3, 4), [2, 2, 1, 1], [2, 3]);
    expect(shape).toEqual([3, 4, 1, 1]);
    expect([...data]).toEqual([1, 0, 0, 2, 0, 0, 0, 0, 3, 0, 0, 4]);
  });
});
