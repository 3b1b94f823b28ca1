import { ModelError } from '../errors.js';

/** The size of a tensor along each axis; images are NCHW: [batch, channels, height, width]. */
export type Shape = readonly number[];

/** Bytes of one float32, the only type that values in a forward pass have. */
export const FLOAT32_BYTES = 4;

/**
 * The number of elements of a tensor of this shape, 1 for a scalar; or of the axes from `start` to
 * before `end` alone.
 */
export function elementCount(shape: Shape, start = 0, end = shape.length): number {
  let count = 1;
  for (let axis = start; axis < end; axis++) count *= shape[axis] ?? 1;
  return count;
}

/** The bytes of a float32 tensor of this shape. */
export function byteSize(shape: Shape): number {
  return FLOAT32_BYTES * elementCount(shape);
}

/** The shape as torch and torchinfo print it: `[1, 3, 224, 224]`. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** Whether two shapes are the same. */
export function equalShapes(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

/**
 * PyTorch's broadcasting: axes are matched from the last, and a size of 1 stretches.
 * @param operation the operation's name, for the message
 * @throws ModelError if the shapes cannot be broadcast to one.
 */
export function broadcast(operation: string, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const sizeA = a[axis - rank + a.length] ?? 1;
    const sizeB = b[axis - rank + b.length] ?? 1;
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) {
      throw new ModelError(
        'shape',
        `${operation} cannot broadcast ${formatShape(a)} and ${formatShape(b)} to one shape`,
      );
    }
    shape.push(sizeA === 1 ? sizeB : sizeA);
  }
  return shape;
}
