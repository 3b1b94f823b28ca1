import type * as tfjs from '@tensorflow/tfjs-core';
import type { TensorFlow } from '../internals.js';
import {
  axisInMemory,
  channelsLast,
  inTorchOrder,
  toTorchOrder,
  type Value,
  valueOf,
} from '../layout.js';
import { type KernelContext, only } from './kernel.js';

/** How TensorFlow.js makes one element of many; the axes stay, with a size of 1. */
export interface Reduction {
  readonly over: (tf: TensorFlow, x: tfjs.Tensor, axes: number[]) => tfjs.Tensor;
  /** Over the height and width of an image with its channels last. */
  readonly pool: (tf: TensorFlow, x: tfjs.Tensor4D, window: [number, number]) => tfjs.Tensor4D;
}

/** What `mean` and `amax` have in common. */
export interface ReductionOp {
  readonly dims: readonly number[];
  readonly keepdim: boolean;
}

/**
 * A kernel that reduces over axes, in either layout. Over height and width alone it pools: the kernels
 * that reduce would bring those axes to the end first.
 */
export function reduction({
  over,
  pool,
}: Reduction): (op: ReductionOp, inputs: readonly Value[], context: KernelContext) => Value {
  return ({ dims, keepdim }, inputs, { tf }) => {
    const value = only(inputs);
    const kept = reduce(value);
    if (keepdim) return kept;
    // An image that has lost some of its axes is in torch's layout again.
    const ordered = toTorchOrder(tf, kept);
    return inTorchOrder(
      tf.reshape(
        ordered,
        ordered.shape.filter((_, dim) => !dims.includes(dim)),
      ),
    );

    function reduce({ layout, tensor }: Value): Value {
      const isOfPixels = dims.length === 2 && dims.includes(2) && dims.includes(3);
      if (layout === 'NHWC' && isOfPixels) {
        const [, height, width] = tensor.shape;
        return channelsLast(pool(tf, tensor, [height, width]));
      }
      const axes = dims.map((dim) => axisInMemory(dim, layout));
      return valueOf(over(tf, tensor, axes), layout);
    }
  };
}
