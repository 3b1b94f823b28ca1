import { ModelError } from '../errors.js';
import { type Operation, single } from './operation.js';
import { elementCount, formatShape, type Shape } from './shape.js';

/** `torch.reshape`; one of the sizes may be -1, for whatever is left. */
export interface ReshapeOp {
  readonly shape: Shape;
}

/** [...] → shape, which has as many elements */
export const reshape: Operation<ReshapeOp> = {
  outputShape({ shape }, inputs) {
    const input = single('reshape', inputs);
    const count = elementCount(input);
    const known = elementCount(shape.filter((size) => size !== -1));
    const left = count / known;
    const open = shape.filter((size) => size === -1).length;
    const fits = open === 0 ? left === 1 : open === 1 && Number.isInteger(left);
    if (fits) return shape.map((size) => (size === -1 ? left : size));
    throw new ModelError(
      'reshape',
      `reshape cannot make ${formatShape(shape)} of ${formatShape(input)}, which has ` +
        `${String(count)} elements`,
    );
  },
};
