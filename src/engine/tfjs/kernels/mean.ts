import { axisInMemory, inTorchOrder, toTorchOrder, valueOf } from '../layout.js';
import { type Kernel, only } from './kernel.js';

export const mean: Kernel<'mean'> = ({ dims, keepdim }, inputs, { tf }) => {
  const value = only(inputs);
  const { layout, tensor } = value;
  const axes = dims.map((dim) => axisInMemory(dim, layout));
  if (keepdim || layout === 'torch') return valueOf(tf.mean(tensor, axes, keepdim), layout);
  // An image that has lost some of its axes is in torch's layout again.
  const ordered = toTorchOrder(tf, valueOf(tf.mean(tensor, axes, true), layout));
  return inTorchOrder(
    tf.reshape(
      ordered,
      ordered.shape.filter((_, dim) => !dims.includes(dim)),
    ),
  );
};
