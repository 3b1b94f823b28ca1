import { type NoFields, type Operation, two } from './operation.js';
import { broadcast } from './shape.js';

/** `torch.mul` of two tensors, broadcast as torch does. */
export const mul: Operation<NoFields> = {
  outputShape: (_op, inputs) => broadcast('mul', ...two('mul', inputs)),
};
