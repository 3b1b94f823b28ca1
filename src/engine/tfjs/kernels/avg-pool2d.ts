import { averageScales } from '../../windows.js';
import { channelsLast, toChannelsLast } from '../layout.js';
import { type Kernel, only } from './kernel.js';
import { padForWindows } from './pooling.js';

/** Averages over the padded input, which divide by the whole window, and are scaled if torch's do not. */
export const avgPool2d: Kernel<'avgPool2d'> = (op, inputs, { tf }) => {
  const x = toChannelsLast(tf, only(inputs));
  const [n, height, width, c] = x.shape;
  const { count, padded } = padForWindows(tf, { ...op, dilation: [1, 1] }, x, 0);
  const [kernelHeight, kernelWidth] = op.kernelSize;
  const means = tf.avgPool(
    padded,
    [kernelHeight, kernelWidth],
    [op.stride[0], op.stride[1]],
    'valid',
  );
  const scales = averageScales(op, [n, c, height, width]);
  if (scales.every((scale) => scale === 1)) return channelsLast(means);
  return channelsLast(tf.mul(means, tf.tensor4d(scales, [1, count[0], count[1], 1])));
};
