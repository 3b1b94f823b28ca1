import { elementCount } from '../../../ops/shape.js';
import { rowConvolution, rowShape } from '../convolution.js';
import { inTorchOrder, toTorchOrder } from '../layout.js';
import { conv2d } from './conv2d.js';
import { type Kernel, only } from './kernel.js';

/** A convolution of images of one row, whose channels last are copied only if there are several. */
export const conv1d: Kernel<'conv1d'> = (op, inputs, context) => {
  const { tf, weights } = context;
  const x = toTorchOrder(tf, only(inputs));
  const ofRow = rowConvolution(op);
  const row = conv2d(ofRow, [inTorchOrder(tf.reshape(x, rowShape(x.shape)))], {
    ...context,
    weights: (stored) => weights(stored === ofRow.weight ? op.weight : stored),
  });
  const output = toTorchOrder(tf, row);
  const [batch = 1, channels = 1] = output.shape;
  return inTorchOrder(tf.reshape(output, [batch, channels, elementCount(output.shape, 3)]));
};
