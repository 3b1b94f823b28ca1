import type * as tfjs from '@tensorflow/tfjs-core';
import type { Pair, Window } from '../../../ops/operation.js';
import { windowsOf } from '../../windows.js';
import type { TensorFlow } from '../internals.js';

/**
 * Pads the input of a pool, so that every window is within it, for kernels that have no padding of their own.
 * @param x [N, H, W, C]
 * @param filler the number that it is padded with
 */
export function padForWindows(
  tf: TensorFlow,
  window: Window,
  x: tfjs.Tensor4D,
  filler: number,
): { count: Pair; padded: tfjs.Tensor4D } {
  const [n, h, w, c] = x.shape;
  const { count, over } = windowsOf(window, [n, c, h, w]);
  const { padding } = window;
  if ([...padding, ...over].every((size) => size === 0)) return { count, padded: x };
  const pad: [number, number][] = [
    [0, 0],
    [padding[0], over[0]],
    [padding[1], over[1]],
    [0, 0],
  ];
  return { count, padded: tf.pad(x, pad, filler) };
}
