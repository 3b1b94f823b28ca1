import type { Pair } from './ops.js';
import type { Shape } from './shape.js';

/** [N, H, W, C] → [N, C, H, W]; other ranks stay as they are. */
export function toChannelsFirst(shape: Shape): number[] {
  const [n, h, w, c] = shape;
  if (n === undefined || h === undefined || w === undefined || c === undefined) return [...shape];
  return [n, c, h, w];
}

/**
 * A convolution's weights with their elements set apart, which does what a dilation does:
 * [out, in, kh, kw] → [out, in, (kh - 1) * dilation + 1, ...], with zeros between.
 */
export function dilateKernel(
  data: Float32Array,
  [outChannels = 0, inChannels = 0, height = 1, width = 1]: Shape,
  [down, across]: Pair,
): { data: Float32Array; shape: Shape } {
  const newHeight = (height - 1) * down + 1;
  const newWidth = (width - 1) * across + 1;
  const result = new Float32Array(outChannels * inChannels * newHeight * newWidth);
  data.forEach((value, index) => {
    const column = index % width;
    const row = Math.floor(index / width) % height;
    const plane = Math.floor(index / (width * height));
    result[(plane * newHeight + row * down) * newWidth + column * across] = value;
  });
  return { data: result, shape: [outChannels, inChannels, newHeight, newWidth] };
}
