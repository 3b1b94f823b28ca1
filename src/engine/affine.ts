import type { Op } from '../ops/index.js';

/** BatchNorm as one multiplication and one addition a channel. */
export interface Affine {
  readonly scale: Float32Array;
  readonly shift: Float32Array;
}

/**
 * BatchNorm in evaluation mode as scale and shift:
 * (x - mean) / sqrt(var + eps) * weight + bias = x * scale + shift (torch.nn.BatchNorm2d's
 * documentation).
 * @param weights the numbers of a stored tensor, in torch's order
 */
export function affineOf(
  op: Op<'batchNorm'>,
  weights: (stored: Op<'batchNorm'>['runningMean']) => Float32Array,
): Affine {
  const mean = weights(op.runningMean);
  const variance = weights(op.runningVar);
  const weight = op.weight === null ? null : weights(op.weight);
  const bias = op.bias === null ? null : weights(op.bias);
  const scale = variance.map((value, c) => (weight?.[c] ?? 1) / Math.sqrt(value + op.eps));
  const shift = mean.map((value, c) => (bias?.[c] ?? 0) - value * (scale[c] ?? 0));
  return { scale, shift };
}
