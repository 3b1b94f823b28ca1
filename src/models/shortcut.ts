import { BatchNorm2d, Conv2d, Sequential } from '../nn/index.js';

/**
 * The path around a residual block: empty if input and output have the same shape, otherwise a 1x1
 * convolution with BatchNorm that gives the input the output's shape.
 */
export function shortcut(inPlanes: number, outPlanes: number, stride: number): Sequential {
  if (stride === 1 && inPlanes === outPlanes) return new Sequential();
  return new Sequential(
    new Conv2d(inPlanes, outPlanes, { kernelSize: 1, stride, bias: false }),
    new BatchNorm2d(outPlanes),
  );
}
