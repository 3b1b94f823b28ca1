import type * as tfjs from '@tensorflow/tfjs-core';
import type { Shape } from '../../ops/shape.js';
import type { TensorFlow } from './internals.js';

/**
 * A value in TensorFlow.js' memory. Images are there in torch's layout (NCHW) or with the channels last
 * (NHWC), the only layout that TensorFlow.js' kernels for convolution, pooling and BatchNorm take on a
 * CPU; values of other ranks are in torch's.
 */
export type Value =
  | { readonly layout: 'torch'; readonly tensor: tfjs.Tensor }
  | { readonly layout: 'NHWC'; readonly tensor: tfjs.Tensor4D };

/** A tensor in torch's layout. */
export function inTorchOrder(tensor: tfjs.Tensor): Value {
  return { layout: 'torch', tensor };
}

/** An image with its channels last. */
export function channelsLast(tensor: tfjs.Tensor4D): Value {
  return { layout: 'NHWC', tensor };
}

/** The shape of a value in torch's layout. */
export function shapeOf({ layout, tensor }: Value): Shape {
  if (layout === 'torch') return tensor.shape;
  const [n, h, w, c] = tensor.shape;
  return [n, c, h, w];
}

/**
 * An image's tensor with the channels last: [N, H, W, C]. It is the value's own if that is its layout.
 * @throws Error if the value is no image
 */
export function toChannelsLast(tf: TensorFlow, value: Value): tfjs.Tensor4D {
  if (value.layout === 'NHWC') return value.tensor;
  const image = asImage(value.tensor);
  const [n, c, h, w] = image.shape;
  // With one channel or one pixel, the order of the elements is the same.
  if (c === 1 || h * w === 1) return tf.reshape(image, [n, h, w, c]);
  return tf.transpose(image, [0, 2, 3, 1]);
}

/** A value's tensor in torch's layout. It is the value's own if that is its layout. */
export function toTorchOrder(tf: TensorFlow, { layout, tensor }: Value): tfjs.Tensor {
  if (layout === 'torch') return tensor;
  const [n, h, w, c] = tensor.shape;
  if (c === 1 || h * w === 1) return tf.reshape(tensor, [n, c, h, w]);
  return tf.transpose(tensor, [0, 3, 1, 2]);
}

/**
 * Tensors of one layout, for operations that take either: channels last if any value is so and all have
 * at most four axes, otherwise torch's.
 */
export function inOneLayout(
  tf: TensorFlow,
  values: readonly Value[],
): { readonly tensors: tfjs.Tensor[]; readonly layout: Value['layout'] } {
  const hasImage = values.some(({ layout }) => layout === 'NHWC');
  const hasHigherRank = values.some(({ tensor }) => tensor.rank > 4);
  if (!hasImage || hasHigherRank) {
    return { tensors: values.map((value) => toTorchOrder(tf, value)), layout: 'torch' };
  }
  const tensors = values.map((value) => {
    if (value.layout === 'NHWC' || value.tensor.rank === 4) return toChannelsLast(tf, value);
    // Axes of a smaller rank are matched from the last, as in torch.
    const missing = Array<number>(4 - value.tensor.rank).fill(1);
    return toChannelsLast(
      tf,
      inTorchOrder(tf.reshape(value.tensor, [...missing, ...value.tensor.shape])),
    );
  });
  return { tensors, layout: 'NHWC' };
}

/** A value of a tensor in the layout of its operands. */
export function valueOf(tensor: tfjs.Tensor, layout: Value['layout']): Value {
  return layout === 'torch' ? inTorchOrder(tensor) : channelsLast(asImage(tensor));
}

/** The axis in memory of one of torch's axes of an image. */
export function axisInMemory(dim: number, layout: Value['layout']): number {
  return layout === 'torch' ? dim : ([0, 3, 1, 2][dim] ?? dim);
}

/**
 * A tensor as one of four axes.
 * @throws Error if it has others
 */
export function asImage(x: tfjs.Tensor): tfjs.Tensor4D {
  if (isImage(x)) return x;
  throw new Error(`an image has four axes, but this tensor has ${String(x.rank)}`);
}

function isImage(x: tfjs.Tensor): x is tfjs.Tensor4D {
  return x.rank === 4;
}
