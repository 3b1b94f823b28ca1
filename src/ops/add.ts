import { type NoFields, type Operation, two } from './operation.js';
import { broadcast } from './shape.js';

/** `torch.add` of two tensors, broadcast as torch does. */
export const add: Operation<NoFields> = {
  outputShape: (_op, inputs) => broadcast('add', ...two('add', inputs)),
};
