import { type Operation, reduced, single } from './operation.js';

/** `torch.amax`: the greatest element over axes. */
export interface AmaxOp {
  readonly dims: readonly number[];
  /** Whether the axes stay, with a size of 1. */
  readonly keepdim: boolean;
}

/** [N, C, H, W] → [N, H, W] over axis 1, or [N, 1, H, W] if it is kept */
export const amax: Operation<AmaxOp> = {
  outputShape: (op, inputs) => reduced(single('amax', inputs), op),
};
