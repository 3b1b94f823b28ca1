import type * as tfjs from '@tensorflow/tfjs-core';
import { elementCount } from '../../../ops/shape.js';
import { channelsLast, inTorchOrder, toChannelsLast, toTorchOrder, type Value } from '../layout.js';
import { type Kernel, only } from './kernel.js';

/**
 * The mean of a group is the mean of its channels' means, each of which one pooling kernel gives. Centred
 * first, so that neither the variance nor the output is a difference of large numbers; what rounding has
 * left of the mean is taken off with the bias.
 */
export const groupNorm: Kernel<'groupNorm'> = (op, inputs, { tf, weights, derive }) => {
  const value = only(inputs);
  if (value.tensor.rank === 4) return normalise(value);
  const { shape } = value.tensor;
  const [batch = 1, channels = 1] = shape;
  const image = tf.reshape(value.tensor, [batch, channels, 1, elementCount(shape, 2)]);
  const normalised = toTorchOrder(tf, normalise(inTorchOrder(image)));
  return inTorchOrder(tf.reshape(normalised, shape));

  function normalise(image: Value): Value {
    const x = toChannelsLast(tf, image);
    const centred = tf.sub<tfjs.Tensor4D>(x, groupMeans(x));
    const variance = derive(tf.square(centred), groupMeans);
    const rate = tf.rsqrt(tf.add(variance, op.eps));
    const scale = op.weight === null ? rate : tf.mul(rate, tf.tensor1d(weights(op.weight)));
    const rest = tf.neg(tf.mul(groupMeans(centred), scale));
    const shift = op.bias === null ? rest : tf.add(rest, tf.tensor1d(weights(op.bias)));
    const scaled = derive(centred, (tensor) => tf.mul(tensor, scale));
    return channelsLast(derive(scaled, (tensor) => tf.add(tensor, shift)));
  }

  /** [N, H, W, C] → [N, 1, 1, C], where the channels of a group have one mean */
  function groupMeans(tensor: tfjs.Tensor4D): tfjs.Tensor4D {
    const [n, height, width, c] = tensor.shape;
    const means = tf.avgPool(tensor, [height, width], 1, 'valid');
    const groups = [n, op.numGroups, c / op.numGroups];
    const ofGroups = tf.mean(tf.reshape(means, groups), 2, true);
    return tf.reshape(tf.broadcastTo(ofGroups, groups), [n, 1, 1, c]);
  }
};
