import { describe, expect, it } from 'vitest';
import { dilateKernel } from '../../../../src/engine/tfjs/kernels/conv2d.js';

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
