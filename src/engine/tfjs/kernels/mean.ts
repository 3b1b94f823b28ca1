import { axisInMemory, inTorchOrder, toTorchOrder, valueOf } from '../layout.js';
import { type Kernel, only } from './kernel.js';

export const mean: Kernel<'mean'> = ({ dims, keepdim }, inputs, { tf }) => {
  const value = only(inputs);
  const { layout, tensor } = value;
  if (keepdim || layout === 'torch') {
    const axes = dims.map((dim) => axisInMemory(dim, layout));
    return valueOf(tf.mean(tensor, axes, keepdim), layout);
  }
  // An image that has lost some of its axes is in torch's layout again.
  const kept = tf.mean(
    tensor,
    dims.map((dim) => axisInMemory(dim, layout)),
    true,
  );
  const ordered = toTorchOrder(tf, valueOf(kept, layout));
  return inTorchOrder(
    tf.reshape(
      ordered,
      ordered.shape.filter((_, dim) => !dims.includes(dim)),
    ),
  );
};
