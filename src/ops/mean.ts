import { type Operation, single } from './operation.js';

/** `torch.mean` over axes. */
export interface MeanOp {
  readonly dims: readonly number[];
  /** Whether the axes stay, with a size of 1. */
  readonly keepdim: boolean;
}

/** [N, C, H, W] → [N, C] over axes 2 and 3, or [N, C, 1, 1] if they are kept */
export const mean: Operation<MeanOp> = {
  outputShape({ dims, keepdim }, inputs) {
    const input = single('mean', inputs);
    return keepdim
      ? input.map((size, axis) => (dims.includes(axis) ? 1 : size))
      : input.filter((_, axis) => !dims.includes(axis));
  },
};
