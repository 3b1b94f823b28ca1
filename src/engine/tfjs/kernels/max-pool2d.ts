import type * as tfjs from '@tensorflow/tfjs-core';
import { asImage, channelsLast, toChannelsLast } from '../layout.js';
import { type Kernel, only } from './kernel.js';
import { padForWindows } from './pooling.js';

/** TensorFlow takes no explicit padding here, and TensorFlow.js no dilation with a stride. */
export const maxPool2d: Kernel<'maxPool2d'> = (op, inputs, { tf }) => {
  const x = toChannelsLast(tf, only(inputs));
  const { count, padded } = padForWindows(tf, op, x, -Infinity);
  const [down, across] = op.stride;
  if (op.dilation.every((size) => size === 1)) {
    const [height, width] = op.kernelSize;
    return channelsLast(tf.maxPool(padded, [height, width], [down, across], 'valid'));
  }
  // Each element of the kernel reads a grid of the input; the output is the greatest of them.
  const grids: tfjs.Tensor4D[] = [];
  for (let row = 0; row < op.kernelSize[0]; row++) {
    for (let column = 0; column < op.kernelSize[1]; column++) {
      const [top, left] = [row * op.dilation[0], column * op.dilation[1]];
      const end = [top + (count[0] - 1) * down + 1, left + (count[1] - 1) * across + 1] as const;
      const [batch, , , channels] = padded.shape;
      const grid = tf.stridedSlice(
        padded,
        [0, top, left, 0],
        [batch, end[0], end[1], channels],
        [1, down, across, 1],
      );
      grids.push(asImage(grid));
    }
  }
  return channelsLast(grids.reduce((greatest, grid) => tf.maximum<tfjs.Tensor4D>(greatest, grid)));
};
