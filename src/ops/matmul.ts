import { ModelError } from '../errors.js';
import { type NoFields, type Operation, two } from './operation.js';
import { broadcast, elementCount, formatShape, type Shape } from './shape.js';

/** The operands of a matrix product as stacks of matrices, and the axes before them. */
export interface Matrices {
  /** [..., rows, inner] */
  readonly a: Shape;
  /** [..., inner, columns] */
  readonly b: Shape;
  /** The axes before the matrices, broadcast. */
  readonly batch: Shape;
}

/**
 * torch.matmul's rules: a vector on the left counts as one row, on the right as one column; the axes
 * before the last two broadcast.
 * @throws ModelError if the operands do not fit each other.
 */
export function matricesOf(left: Shape, right: Shape): Matrices {
  const a = left.length === 1 ? [1, ...left] : left;
  const b = right.length === 1 ? [...right, 1] : right;
  if (a.length < 2 || b.length < 2 || a.at(-1) !== b.at(-2)) {
    throw new ModelError(
      'shape',
      `matmul cannot multiply ${formatShape(left)} and ${formatShape(right)}`,
    );
  }
  return { a, b, batch: broadcast('matmul', a.slice(0, -2), b.slice(0, -2)) };
}

/** `torch.matmul`: [..., n, k] and [..., k, m] → [..., n, m]; the axis added to a vector is removed again. */
export const matmul: Operation<NoFields> = {
  outputShape(_op, inputs) {
    const [left, right] = two('matmul', inputs);
    const { a, b, batch } = matricesOf(left, right);
    return [
      ...batch,
      ...(left.length === 1 ? [] : a.slice(-2, -1)),
      ...(right.length === 1 ? [] : b.slice(-1)),
    ];
  },
  multiplyAccumulates: (_op, inputs, output) => elementCount(output) * (inputs[0]?.at(-1) ?? 0),
};
