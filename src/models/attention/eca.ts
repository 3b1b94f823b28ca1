import { AdaptiveAvgPool2d, Conv1d, Module, Sigmoid } from '../../nn/index.js';
import { wholeNumber } from '../../ops/arguments.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { Attention } from './attention.js';

/**
 * The kernel of a convolution over so many channels: Wang et al. 2020, equation 12, with gamma = 2 and
 * b = 1, rounded as their code and timm's round: 64 → 3, 128 to 1024 → 5, 2048 → 7.
 */
export function ecaKernelSize(channels: number): number {
  const nearest = Math.floor(Math.abs(Math.log2(channels) + 1) / 2);
  return Math.max(nearest % 2 === 1 ? nearest : nearest + 1, 3);
}

/**
 * The block of Efficient Channel Attention (Wang et al. 2020): [N, C, H, W] → one weight a channel,
 * [N, C, 1, 1]. Squeeze is the global average; in place of two layers over all channels stands one
 * convolution over the nearest ones.
 *
 * @example
 * // x: [N, C, H, W]
 * const weights = new ECA_Block(32).call(x); // [N, 32, 1, 1]
 * const scaled = x.mul(weights); // [N, C, H, W]
 */
export class ECA_Block extends Module {
  static override readonly className = 'ECA_Block';

  readonly avgpool: AdaptiveAvgPool2d;
  readonly conv: Conv1d;
  readonly sigmoid: Sigmoid;

  /** @throws ModelError if inPlanes is no whole number from 1. */
  constructor(inPlanes: number) {
    super();
    const kernelSize = ecaKernelSize(wholeNumber('ECA_Block', 'inPlanes', inPlanes, 1));
    this.avgpool = new AdaptiveAvgPool2d([1, 1]);
    this.conv = new Conv1d(1, 1, { kernelSize, padding: (kernelSize - 1) / 2, bias: false });
    this.sigmoid = new Sigmoid();
  }

  override forward(x: Tensor): Tensor {
    // The convolution runs over channels: [N, C, 1, 1] → [N, 1, C].
    x = this.avgpool.call(x).flatten(2).permute([0, 2, 1]);
    x = this.sigmoid.call(this.conv.call(x));
    return x.permute([0, 2, 1]).unsqueeze(-1);
  }
}

/**
 * An {@link ECA_Block} on every residual block's output.
 *
 * @example
 * const model = new ResNet(BasicBlock, [2, 2, 2, 2], { attention: efficientChannelAttention() });
 * console.log(summary(model, [1, 3, 32, 32]).totals.params); // 11681868
 */
export function efficientChannelAttention(): Attention {
  return (channels) => new ECA_Block(channels);
}
