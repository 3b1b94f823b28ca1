import { type ImageShape, type Pair, singleImage } from '../../../ops/operation.js';
import type { Value } from '../graph.js';
import { type Attributes, ints, only, type StepGraph } from './operator.js';

/*
 * ONNX counts windows that begin in the padding after the end, which torch leaves out, if it is told to
 * round up. So it never is: the padding after the end is what the last window reaches over.
 */

/** The input of a pool. */
export function imageOf(step: StepGraph): { x: Value; shape: ImageShape } {
  const x = only(step);
  return { x, shape: singleImage('pooling', [x.shape]) };
}

/** The attributes that ONNX's pools have in common. */
export function poolAttributes(
  { kernelSize, stride }: { readonly kernelSize: Pair; readonly stride: Pair },
  before: Pair = [0, 0],
  after: Pair = [0, 0],
): Attributes {
  return {
    kernel_shape: ints(...kernelSize),
    strides: ints(...stride),
    pads: ints(...before, ...after),
  };
}

/** An image with a number put around it, for pools whose own padding does something else. */
export function padded(
  step: StepGraph,
  { x, shape: [n, c, h, w] }: { readonly x: Value; readonly shape: ImageShape },
  before: Pair,
  after: Pair,
  filler: number,
): Value {
  const shape = [n, c, before[0] + h + after[0], before[1] + w + after[1]];
  const pads = step.sizes([0, 0, ...before, 0, 0, ...after]);
  return step.between('Pad', [x, pads, step.constant([], Float32Array.of(filler))], shape);
}
