import { type NoFields, type Operation, two } from './operation.js';
import { broadcast } from './shape.js';

/** `torch.sub` of two tensors, broadcast as torch does. */
export const sub: Operation<NoFields> = {
  outputShape: (_op, inputs) => broadcast('sub', ...two('sub', inputs)),
};
