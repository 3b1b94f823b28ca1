import { type Operation, single } from './operation.js';

/** `torch.softmax` along an axis. */
export interface SoftmaxOp {
  readonly dim: number;
}

/** any shape → the same shape */
export const softmax: Operation<SoftmaxOp> = {
  outputShape: (_op, inputs) => single('softmax', inputs),
};
