import { inTorchOrder, toTorchOrder } from '../layout.js';
import { type Kernel, only } from './kernel.js';

export const permute: Kernel<'permute'> = ({ dims }, inputs, { tf }) =>
  inTorchOrder(tf.transpose(toTorchOrder(tf, only(inputs)), [...dims]));
