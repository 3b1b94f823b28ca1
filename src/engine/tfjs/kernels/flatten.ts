import { elementCount } from '../../../ops/shape.js';
import { inTorchOrder, toTorchOrder } from '../layout.js';
import { type Kernel, only } from './kernel.js';

export const flatten: Kernel<'flatten'> = ({ startDim, endDim }, inputs, { tf }) => {
  const x = toTorchOrder(tf, only(inputs));
  return inTorchOrder(
    tf.reshape(x, [
      ...x.shape.slice(0, startDim),
      elementCount(x.shape, startDim, endDim + 1),
      ...x.shape.slice(endDim + 1),
    ]),
  );
};
