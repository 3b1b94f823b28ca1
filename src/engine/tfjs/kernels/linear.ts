import type * as tfjs from '@tensorflow/tfjs-core';
import { inTorchOrder, toTorchOrder } from '../layout.js';
import { type Kernel, only } from './kernel.js';

export const linear: Kernel<'linear'> = (op, inputs, { tf, weights }) => {
  const x = toTorchOrder(tf, only(inputs));
  const [outFeatures = 0, inFeatures = 0] = op.weight.shape;
  const product = tf.matMul(
    tf.reshape<tfjs.Rank.R2>(x, [-1, inFeatures]),
    tf.tensor2d(weights(op.weight), [outFeatures, inFeatures]),
    false,
    true,
  );
  // Not fused: the WebAssembly kernel adds a fused bias once for every 48 inputs.
  const sum = op.bias === null ? product : tf.add(product, tf.tensor1d(weights(op.bias)));
  return inTorchOrder(x.rank === 2 ? sum : tf.reshape(sum, [...x.shape.slice(0, -1), outFeatures]));
};
