import { inTorchOrder, toTorchOrder } from '../layout.js';
import { type Kernel, only } from './kernel.js';

/** TensorFlow.js takes only the last axis, so another one is swapped with it, and back afterwards. */
export const softmax: Kernel<'softmax'> = ({ dim }, inputs, { tf }) => {
  const x = toTorchOrder(tf, only(inputs));
  const last = x.rank - 1;
  if (dim === last) return inTorchOrder(tf.softmax(x));
  const swapped = x.shape.map((_, axis) => (axis === dim ? last : axis === last ? dim : axis));
  return inTorchOrder(tf.transpose(tf.softmax(tf.transpose(x, swapped)), swapped));
};
