import { inTorchOrder, toTorchOrder } from '../layout.js';
import { type Kernel, only } from './kernel.js';

export const reshape: Kernel<'reshape'> = ({ shape }, inputs, { tf }) =>
  inTorchOrder(tf.reshape(toTorchOrder(tf, only(inputs)), [...shape]));
