import type * as tfjs from '@tensorflow/tfjs-core';
import { type Pair, slide, type Window } from '../../../ops/operation.js';
import type { TensorFlow } from '../internals.js';

/** The windows of a pool, and the padding for kernels that have none of their own. */
export interface WindowPadding {
  /** The windows along height and width. */
  readonly count: Pair;
  /** What the input is padded with, channels last, so that every window is within it. */
  readonly pad: [[number, number], [number, number], [number, number], [number, number]];
}

/** @param shape [N, H, W, C] */
export function windowPadding(
  window: Window,
  [n, h, w, c]: readonly [number, number, number, number],
): WindowPadding {
  const count = slide('pooling', window, [n, c, h, w]);
  const along = (axis: 0 | 1, size: number): [number, number] => {
    const reach = window.dilation[axis] * (window.kernelSize[axis] - 1) + 1;
    const end = (count[axis] - 1) * window.stride[axis] + reach;
    const before = window.padding[axis];
    // The last rows may be in no window at all.
    return [before, Math.max(end - before - size, 0)];
  };
  return { count, pad: [[0, 0], along(0, h), along(1, w), [0, 0]] };
}

/**
 * Pads the input of a pool, so that every window is within it.
 * @param x [N, H, W, C]
 * @param filler the number that it is padded with
 */
export function padForWindows(
  tf: TensorFlow,
  window: Window,
  x: tfjs.Tensor4D,
  filler: number,
): { count: Pair; padded: tfjs.Tensor4D } {
  const { count, pad } = windowPadding(window, x.shape);
  const isEnough = pad.flat().every((size) => size === 0);
  return { count, padded: isEnough ? x : tf.pad(x, pad, filler) };
}
