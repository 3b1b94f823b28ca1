import { AvgPool2d, BatchNorm2d, Conv2d, Identity, Sequential } from '../nn/index.js';

/**
 * How a shortcut makes its input smaller: by the stride of its 1x1 convolution, or by an average pool
 * before one of stride 1, as in ResNet-D (He et al. 2018, "Bag of Tricks").
 */
export const DOWNSAMPLES = ['conv', 'avg'] as const;

/** The name of a way to make a shortcut's input smaller: `avg`. */
export type DownsampleName = (typeof DOWNSAMPLES)[number];

/**
 * The path around a residual block, [N, inPlanes, H, W] → [N, outPlanes, H / stride, W / stride]: empty if
 * input and output have the same shape, otherwise a 1x1 convolution with BatchNorm.
 */
export function shortcut(
  inPlanes: number,
  outPlanes: number,
  stride: number,
  downsample: DownsampleName,
): Sequential {
  if (stride === 1 && inPlanes === outPlanes) return new Sequential();
  const convolution = (convStride: number): Conv2d =>
    new Conv2d(inPlanes, outPlanes, { kernelSize: 1, stride: convStride, bias: false });
  const norm = new BatchNorm2d(outPlanes);
  if (downsample === 'conv') return new Sequential(convolution(stride), norm);
  // If nothing is to be made smaller, the pool's place is kept, so that names do not depend on it.
  const pool = stride === 1 ? new Identity() : averagePool(stride);
  return new Sequential(pool, convolution(1), norm);
}

/** Rounds up, as a convolution of this stride does; what padding would add is not counted. */
function averagePool(stride: number): AvgPool2d {
  return new AvgPool2d(stride, { stride, ceilMode: true, countIncludePad: false });
}
