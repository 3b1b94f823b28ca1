import type { ElementwiseOp, Op } from '../engine/ops.js';
import type { Tensor } from '../engine/tensor.js';

/** Runs an operation on the pass that its first input belongs to. */
export function apply(op: Op, ...inputs: [Tensor, ...Tensor[]]): Tensor {
  return inputs[0].runner.run(op, inputs);
}

const RELU: ElementwiseOp = { kind: 'relu' };
const SIGMOID: ElementwiseOp = { kind: 'sigmoid' };
const ADD: ElementwiseOp = { kind: 'add' };
const MUL: ElementwiseOp = { kind: 'mul' };

/** `torch.nn.functional.relu`: max(x, 0), any shape. */
export function relu(x: Tensor): Tensor {
  return apply(RELU, x);
}

/** `torch.sigmoid`: 1 / (1 + exp(-x)), any shape. */
export function sigmoid(x: Tensor): Tensor {
  return apply(SIGMOID, x);
}

/** `torch.add`, with torch's broadcasting. */
export function add(a: Tensor, b: Tensor): Tensor {
  return apply(ADD, a, b);
}

/** `torch.mul`, with torch's broadcasting: [N, C, H, W] times [N, C, 1, 1] scales each channel. */
export function mul(a: Tensor, b: Tensor): Tensor {
  return apply(MUL, a, b);
}

/** `torch.flatten`: the axes from `startDim` on become one. */
export function flatten(x: Tensor, startDim = 0): Tensor {
  return apply({ kind: 'flatten', startDim }, x);
}
