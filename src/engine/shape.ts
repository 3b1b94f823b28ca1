/** The size of a tensor along each axis; images are NCHW: [batch, channels, height, width]. */
export type Shape = readonly number[];

/** Bytes of one float32, the only type that values in a forward pass have. */
export const FLOAT32_BYTES = 4;

/** The number of elements of a tensor of this shape; 1 for a scalar. */
export function elementCount(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** The bytes that a float32 tensor of this shape holds. */
export function byteSize(shape: Shape): number {
  return FLOAT32_BYTES * elementCount(shape);
}

/** The shape as torch and torchinfo print it: `[1, 3, 224, 224]`. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}
