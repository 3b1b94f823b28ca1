import { elementCount } from '../../../ops/shape.js';
import { inTorchOrder, toTorchOrder } from '../layout.js';
import { conv2d } from './conv2d.js';
import { type Kernel, only } from './kernel.js';

/** A convolution of images of one row, whose channels last are copied only if there are several. */
export const conv1d: Kernel<'conv1d'> = (op, inputs, context) => {
  const { tf, weights } = context;
  const x = toTorchOrder(tf, only(inputs));
  const [batch = 1, channels = 1, length = 1] = x.shape;
  const [outChannels = 0, channelsPerGroup = 0, kernel = 1] = op.weight.shape;
  const weight = { shape: [outChannels, channelsPerGroup, 1, kernel] };
  const row = conv2d(
    {
      kind: 'conv2d',
      weight,
      bias: op.bias,
      stride: [1, op.stride[0]],
      padding: [0, op.padding[0]],
      dilation: [1, op.dilation[0]],
      groups: op.groups,
    },
    [inTorchOrder(tf.reshape(x, [batch, channels, 1, length]))],
    { ...context, weights: (stored) => weights(stored === weight ? op.weight : stored) },
  );
  const output = toTorchOrder(tf, row);
  return inTorchOrder(tf.reshape(output, [batch, outChannels, elementCount(output.shape, 3)]));
};
