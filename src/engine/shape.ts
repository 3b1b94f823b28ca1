/** The size of a tensor along each axis; images are NCHW: [batch, channels, height, width]. */
export type Shape = readonly number[];

/** Bytes of one float32, the only type that values in a forward pass have. */
export const FLOAT32_BYTES = 4;

/**
 * The number of elements of a tensor of this shape, 1 for a scalar; or of a part of it that has but
 * the axes from `start` to before `end`.
 */
export function elementCount(shape: Shape, start = 0, end = shape.length): number {
  let count = 1;
  for (let axis = start; axis < end; axis++) count *= shape[axis] ?? 1;
  return count;
}

/** The bytes that a float32 tensor of this shape holds. */
export function byteSize(shape: Shape): number {
  return FLOAT32_BYTES * elementCount(shape);
}

/** The shape as torch and torchinfo print it: `[1, 3, 224, 224]`. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}
