import { ModelError } from '../errors.js';
import type { Operation } from './operation.js';
import { formatShape } from './shape.js';

/** `torch.cat`: tensors one after the other along an axis. */
export interface CatOp {
  readonly dim: number;
}

/** [N, a, H, W], [N, b, H, W], ... → [N, a + b + ..., H, W] along axis 1 */
export const cat: Operation<CatOp> = {
  outputShape({ dim }, inputs) {
    const [first, ...others] = inputs;
    if (first === undefined) throw new ModelError('inputs', 'cat takes at least one input');
    const other = others.find(
      (shape) =>
        shape.length !== first.length ||
        shape.some((size, index) => index !== dim && size !== first[index]),
    );
    if (other !== undefined) {
      throw new ModelError(
        'shape',
        `cat along axis ${String(dim)} takes shapes that are the same but for that axis, but was ` +
          `given ${formatShape(first)} and ${formatShape(other)}`,
      );
    }
    const total = inputs.reduce((sum, shape) => sum + (shape[dim] ?? 0), 0);
    return first.map((size, index) => (index === dim ? total : size));
  },
};
