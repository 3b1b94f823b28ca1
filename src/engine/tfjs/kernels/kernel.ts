import type * as tfjs from '@tensorflow/tfjs-core';
import type { Kind, Op } from '../../../ops/index.js';
import type { StoredTensor } from '../../../ops/operation.js';
import type { TensorFlow } from '../internals.js';
import { inOneLayout, type Value, valueOf } from '../layout.js';

/** What a kernel works with. Tensors that it makes besides its result are freed after it has run. */
export interface KernelContext {
  readonly tf: TensorFlow;
  /** The operations that are folded into the one that runs, in order. */
  readonly folded: readonly Op[];
  /** Whether the backend's own convolution has groups. */
  readonly hasGroups: boolean;
  /** The numbers of a parameter or buffer, in torch's order of elements. */
  readonly weights: (stored: StoredTensor) => Float32Array;
  /** Makes a tensor from another, which is freed at once rather than after the kernel has run. */
  readonly derive: (
    tensor: tfjs.Tensor4D,
    make: (tensor: tfjs.Tensor4D) => tfjs.Tensor4D,
  ) => tfjs.Tensor4D;
}

/** Runs an operation. */
export type Kernel<K extends Kind> = (
  op: Op<K>,
  inputs: readonly Value[],
  context: KernelContext,
) => Value;

/**
 * The one input of a kernel.
 * @throws Error if there is none
 */
export function only(inputs: readonly Value[]): Value {
  const [input] = inputs;
  if (input === undefined) throw new Error('a kernel was run without an input');
  return input;
}

/** A kernel that treats each element alike, in either layout. */
export function elementwise(
  run: (tf: TensorFlow, x: tfjs.Tensor) => tfjs.Tensor,
): (op: object, inputs: readonly Value[], context: KernelContext) => Value {
  return (_op, inputs, { tf }) => {
    const { tensor, layout } = only(inputs);
    return valueOf(run(tf, tensor), layout);
  };
}

/** A kernel of two inputs that broadcast, in either layout. */
export function broadcasting(
  run: (tf: TensorFlow, a: tfjs.Tensor, b: tfjs.Tensor) => tfjs.Tensor,
): (op: object, inputs: readonly Value[], context: KernelContext) => Value {
  return (_op, inputs, { tf }) => {
    const { tensors, layout } = inOneLayout(tf, inputs);
    const [a, b] = tensors;
    if (a === undefined || b === undefined) throw new Error('a kernel of two inputs was given one');
    return valueOf(run(tf, a, b), layout);
  };
}
