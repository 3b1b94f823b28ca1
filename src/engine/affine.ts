import { ModelError } from '../errors.js';
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
 * @throws ModelError if a variance is not one, by which nothing can be divided.
 */
export function affineOf(
  op: Op<'batchNorm'>,
  weights: (stored: Op<'batchNorm'>['runningMean']) => Float32Array,
): Affine {
  const mean = weights(op.runningMean);
  const variance = varianceOf(op, weights);
  const weight = op.weight === null ? null : weights(op.weight);
  const bias = op.bias === null ? null : weights(op.bias);
  const scale = variance.map((value, c) => (weight?.[c] ?? 1) / Math.sqrt(value + op.eps));
  const shift = mean.map((value, c) => (bias?.[c] ?? 0) - value * (scale[c] ?? 0));
  return { scale, shift };
}

/**
 * The running variances of a BatchNorm.
 * @throws ModelError if one is so small that eps does not bring it above 0. The quotient would be no
 *   finite number, which a ReLU after it may take for 0, so that the outputs would not tell.
 */
export function varianceOf(
  op: Op<'batchNorm'>,
  weights: (stored: Op<'batchNorm'>['runningMean']) => Float32Array,
): Float32Array {
  const variance = weights(op.runningVar);
  const channel = variance.findIndex((value) => !(value + op.eps > 0));
  if (channel === -1) return variance;
  throw new ModelError(
    'weights',
    `a BatchNorm cannot divide by the root of ${String(variance[channel])} + ${String(op.eps)}, the ` +
      `running variance of channel ${String(channel)} and eps`,
    { facts: { argument: 'weights', channel, variance: variance[channel], eps: op.eps } },
  );
}
