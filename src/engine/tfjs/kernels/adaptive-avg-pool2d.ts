import type * as tfjs from '@tensorflow/tfjs-core';
import { adaptiveWindows } from '../../windows.js';
import { channelsLast, toChannelsLast } from '../layout.js';
import { type Kernel, only } from './kernel.js';

/** If the windows are all of one size, one pooling kernel does it, which is faster than a mean over the axes. */
export const adaptiveAvgPool2d: Kernel<'adaptiveAvgPool2d'> = (op, inputs, { tf }) => {
  const x = toChannelsLast(tf, only(inputs));
  const [, height, width] = x.shape;
  const [rows, columns] = op.outputSize;
  if (height % rows === 0 && width % columns === 0) {
    const window: [number, number] = [height / rows, width / columns];
    return channelsLast(tf.avgPool(x, window, window, 'valid'));
  }
  const pooled = adaptiveWindows(height, rows).map(({ start: top, end: bottom }) =>
    tf.concat(
      adaptiveWindows(width, columns).map(({ start: left, end: right }) => {
        const window = tf.slice(x, [0, top, left, 0], [-1, bottom - top, right - left, -1]);
        return tf.mean<tfjs.Tensor4D>(window, [1, 2], true);
      }),
      2,
    ),
  );
  return channelsLast(tf.concat(pooled, 1));
};
