import { type Operation, single } from './operation.js';
import { elementCount } from './shape.js';

/** `torch.flatten(input, start_dim, end_dim)`: the axes from one to another become one. */
export interface FlattenOp {
  readonly startDim: number;
  readonly endDim: number;
}

/** [a, b, c, d] → [a, b * c * d] from axis 1 to the last */
export const flatten: Operation<FlattenOp> = {
  outputShape({ startDim, endDim }, inputs) {
    const input = single('flatten', inputs);
    return [
      ...input.slice(0, startDim),
      elementCount(input, startDim, endDim + 1),
      ...input.slice(endDim + 1),
    ];
  },
};
