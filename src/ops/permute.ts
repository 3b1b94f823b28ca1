import { ModelError } from '../errors.js';
import { type Operation, single } from './operation.js';
import { formatShape } from './shape.js';

/** `torch.permute`: the output's axes, as numbers of the input's. */
export interface PermuteOp {
  readonly dims: readonly number[];
}

/** [a, b, c] → [c, a, b] for dims of [2, 0, 1] */
export const permute: Operation<PermuteOp> = {
  outputShape({ dims }, inputs) {
    const input = single('permute', inputs);
    if (dims.length === input.length && new Set(dims).size === dims.length) {
      return dims.map((dim) => input[dim] ?? 1);
    }
    throw new ModelError(
      'permute',
      `permute takes each axis of ${formatShape(input)} once, but was given ${formatShape(dims)}`,
    );
  },
};
