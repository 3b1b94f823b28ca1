import type * as tfjs from '@tensorflow/tfjs-core';
import { channelsLast, toChannelsLast } from '../layout.js';
import { type Kernel, only } from './kernel.js';

/**
 * torch's adaptive pooling: output row i averages the rows from floor(i * H / outputs) to
 * ceil((i + 1) * H / outputs), columns likewise. If the windows are all of one size, one pooling
 * kernel does it, which is faster than a mean over the axes.
 */
export const adaptiveAvgPool2d: Kernel<'adaptiveAvgPool2d'> = (op, inputs, { tf }) => {
  const x = toChannelsLast(tf, only(inputs));
  const [, height, width] = x.shape;
  const [rows, columns] = op.outputSize;
  if (height % rows === 0 && width % columns === 0) {
    const window: [number, number] = [height / rows, width / columns];
    return channelsLast(tf.avgPool(x, window, window, 'valid'));
  }
  const windows = (size: number, count: number): [start: number, length: number][] =>
    Array.from({ length: count }, (_, i) => {
      const start = Math.floor((i * size) / count);
      return [start, Math.ceil(((i + 1) * size) / count) - start];
    });
  const pooled = windows(height, rows).map(([top, h]) =>
    tf.concat(
      windows(width, columns).map(([left, w]) =>
        tf.mean<tfjs.Tensor4D>(tf.slice(x, [0, top, left, 0], [-1, h, w, -1]), [1, 2], true),
      ),
      2,
    ),
  );
  return channelsLast(tf.concat(pooled, 1));
};
