import { varianceOf } from '../../affine.js';
import { channelsLast, toChannelsLast } from '../layout.js';
import { type Kernel, only } from './kernel.js';

export const batchNorm: Kernel<'batchNorm'> = (op, inputs, { tf, weights }) =>
  channelsLast(
    tf.batchNorm(
      toChannelsLast(tf, only(inputs)),
      tf.tensor1d(weights(op.runningMean)),
      tf.tensor1d(varianceOf(op, weights)),
      op.bias === null ? undefined : tf.tensor1d(weights(op.bias)),
      op.weight === null ? undefined : tf.tensor1d(weights(op.weight)),
      op.eps,
    ),
  );
