import type { Shape } from './shape.js';

/** [N, C, H, W] → [N, H, W, C]; other ranks stay as they are. */
export function toChannelsLast(shape: Shape): number[] {
  const [n, c, ...spatial] = shape;
  if (n === undefined || c === undefined || shape.length !== 4) return [...shape];
  return [n, ...spatial, c];
}

/** [N, H, W, C] → [N, C, H, W]; other ranks stay as they are. */
export function toChannelsFirst(shape: Shape): number[] {
  const [n, h, w, c] = shape;
  if (n === undefined || h === undefined || w === undefined || c === undefined) return [...shape];
  return [n, c, h, w];
}

/**
 * A convolution's weights from torch's order to TensorFlow's, scaled: [out, in, kh, kw] →
 * [kh, kw, in, out].
 * @param scale one factor an output channel, or null for none
 */
export function kernelToChannelsLast(
  data: Float32Array,
  [outChannels = 0, inChannels = 0, height = 1, width = 1]: Shape,
  scale: Float32Array | null,
): Float32Array {
  const area = height * width;
  const plane = inChannels * area;
  const result = new Float32Array(data.length);
  // Output channels are written in runs, since a run shares the cache lines that it touches.
  const run = 16;
  for (let start = 0; start < outChannels; start += run) {
    const end = Math.min(start + run, outChannels);
    for (let input = 0; input < inChannels; input++) {
      for (let position = 0; position < area; position++) {
        const to = (position * inChannels + input) * outChannels;
        const from = input * area + position;
        for (let out = start; out < end; out++) {
          const factor = scale === null ? 1 : (scale[out] ?? 1);
          result[to + out] = (data[out * plane + from] ?? 0) * factor;
        }
      }
    }
  }
  return result;
}

/**
 * A kernel with its elements set apart, which does what a dilation does: [kh, kw, in, out] →
 * [(kh - 1) * dilation + 1, ...].
 */
export function dilateKernel(
  data: Float32Array,
  [height = 1, width = 1, inChannels = 0, outChannels = 0]: Shape,
  [down, across]: readonly [number, number],
): { data: Float32Array; shape: [number, number, number, number] } {
  const block = inChannels * outChannels;
  const newHeight = (height - 1) * down + 1;
  const newWidth = (width - 1) * across + 1;
  const result = new Float32Array(newHeight * newWidth * block);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const from = (row * width + column) * block;
      result.set(
        data.subarray(from, from + block),
        (row * down * newWidth + column * across) * block,
      );
    }
  }
  return { data: result, shape: [newHeight, newWidth, inChannels, outChannels] };
}
