import { type NoFields, type Operation, single } from './operation.js';

/** `torch.sigmoid`: 1 / (1 + exp(-x)), any shape → the same shape. */
export const sigmoid: Operation<NoFields> = {
  outputShape: (_op, inputs) => single('sigmoid', inputs),
};
