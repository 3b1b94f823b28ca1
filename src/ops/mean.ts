import { type Operation, reduced, single } from './operation.js';

/** `torch.mean` over axes. */
export interface MeanOp {
  readonly dims: readonly number[];
  /** Whether the axes stay, with a size of 1. */
  readonly keepdim: boolean;
}

/** [N, C, H, W] → [N, C] over axes 2 and 3, or [N, C, 1, 1] if they are kept */
export const mean: Operation<MeanOp> = {
  outputShape: (op, inputs) => reduced(single('mean', inputs), op),
};
