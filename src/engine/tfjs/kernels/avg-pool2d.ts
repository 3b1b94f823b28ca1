import type { Op } from '../../../ops/index.js';
import { channelsLast, toChannelsLast } from '../layout.js';
import { type Kernel, only } from './kernel.js';
import { padForWindows } from './pooling.js';

/**
 * Averages over the padded input, which divide by the whole window. If torch divides by less, at the
 * border or because padding does not count, they are scaled afterwards.
 */
export const avgPool2d: Kernel<'avgPool2d'> = (op, inputs, { tf }) => {
  const x = toChannelsLast(tf, only(inputs));
  const [, height, width] = x.shape;
  const { count, padded } = padForWindows(tf, { ...op, dilation: [1, 1] }, x, 0);
  const [kernelHeight, kernelWidth] = op.kernelSize;
  const means = tf.avgPool(
    padded,
    [kernelHeight, kernelWidth],
    [op.stride[0], op.stride[1]],
    'valid',
  );
  const rows = countedElements(op, 0, height, count[0]);
  const columns = countedElements(op, 1, width, count[1]);
  const window = kernelHeight * kernelWidth;
  const scales = rows.flatMap((h) => columns.map((w) => window / (h * w)));
  if (scales.every((scale) => scale === 1)) return channelsLast(means);
  return channelsLast(tf.mul(means, tf.tensor4d(scales, [1, count[0], count[1], 1])));
};

/** The elements of each window along an axis that its sum is divided by. */
function countedElements(
  { kernelSize, stride, padding, countIncludePad }: Op<'avgPool2d'>,
  axis: 0 | 1,
  size: number,
  count: number,
): number[] {
  return Array.from({ length: count }, (_, index) => {
    const start = index * stride[axis] - padding[axis];
    const end = Math.min(start + kernelSize[axis], size + padding[axis]);
    return countIncludePad ? end - start : Math.min(end, size) - Math.max(start, 0);
  });
}
