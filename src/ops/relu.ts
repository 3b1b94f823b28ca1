import { type NoFields, type Operation, single } from './operation.js';

/** `torch.relu`: max(x, 0), any shape → the same shape. */
export const relu: Operation<NoFields> = {
  outputShape: (_op, inputs) => single('relu', inputs),
};
