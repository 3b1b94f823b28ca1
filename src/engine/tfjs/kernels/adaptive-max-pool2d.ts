import type * as tfjs from '@tensorflow/tfjs-core';
import { adaptiveWindows } from '../../windows.js';
import { channelsLast, toChannelsLast } from '../layout.js';
import { type Kernel, only } from './kernel.js';

/** If the windows are all of one size, one pooling kernel does it; if not, rows are pooled and then columns. */
export const adaptiveMaxPool2d: Kernel<'adaptiveMaxPool2d'> = (op, inputs, { tf }) => {
  const x = toChannelsLast(tf, only(inputs));
  const [, height, width] = x.shape;
  const [rows, columns] = op.outputSize;
  if (height % rows === 0 && width % columns === 0) {
    const window: [number, number] = [height / rows, width / columns];
    return channelsLast(tf.maxPool(x, window, window, 'valid'));
  }
  const pooled = adaptiveWindows(height, rows).map(({ start, end }) => {
    const window = tf.slice(x, [0, start, 0, 0], [-1, end - start, -1, -1]);
    return tf.maxPool<tfjs.Tensor4D>(window, [end - start, 1], 1, 'valid');
  });
  const narrowed = tf.concat(pooled, 1);
  const outputs = adaptiveWindows(width, columns).map(({ start, end }) => {
    const window = tf.slice(narrowed, [0, 0, start, 0], [-1, -1, end - start, -1]);
    return tf.maxPool<tfjs.Tensor4D>(window, [1, end - start], 1, 'valid');
  });
  return channelsLast(tf.concat(outputs, 2));
};
