import {
  AdaptiveAvgPool2d,
  AdaptiveMaxPool2d,
  BatchNorm2d,
  Conv2d,
  Module,
  ReLU,
  Sequential,
  Sigmoid,
} from '../../nn/index.js';
import { wholeNumber } from '../../ops/arguments.js';
import { cat, type Tensor } from '../../tensor/tensor.js';
import type { Attention } from './attention.js';
import { DEFAULT_REDUCTION, squeezedChannels } from './se.js';

/** One weight for each channel, from its mean and its maximum: [N, C, H, W] → [N, C, 1, 1]. */
class ChannelGate extends Module {
  static override readonly className = 'ChannelGate';

  readonly avgpool: AdaptiveAvgPool2d;
  readonly maxpool: AdaptiveMaxPool2d;
  readonly mlp: Sequential;
  readonly sigmoid: Sigmoid;

  constructor(inPlanes: number, squeezed: number) {
    super();
    this.avgpool = new AdaptiveAvgPool2d([1, 1]);
    this.maxpool = new AdaptiveMaxPool2d([1, 1]);
    this.mlp = new Sequential(
      new Conv2d(inPlanes, squeezed, { kernelSize: 1 }),
      new ReLU(),
      new Conv2d(squeezed, inPlanes, { kernelSize: 1 }),
    );
    this.sigmoid = new Sigmoid();
  }

  override forward(x: Tensor): Tensor {
    const mean = this.mlp.call(this.avgpool.call(x));
    const max = this.mlp.call(this.maxpool.call(x));
    return this.sigmoid.call(mean.add(max));
  }
}

/** One weight for each position, from the maximum and the mean of its channels: [N, C, H, W] → [N, 1, H, W]. */
class SpatialGate extends Module {
  static override readonly className = 'SpatialGate';

  readonly conv: Conv2d;
  readonly bn: BatchNorm2d;
  readonly sigmoid: Sigmoid;

  constructor() {
    super();
    this.conv = new Conv2d(2, 1, { kernelSize: 7, padding: 3, bias: false });
    this.bn = new BatchNorm2d(1);
    this.sigmoid = new Sigmoid();
  }

  override forward(x: Tensor): Tensor {
    const pooled = cat([x.amax(1, true), x.mean(1, true)], 1);
    return this.sigmoid.call(this.bn.call(this.conv.call(pooled)));
  }
}

/**
 * The Convolutional Block Attention Module (Woo et al. 2018): [N, C, H, W] → one weight for each element,
 * of the same shape. It is the product of a weight for the channel and one for the position, which is
 * computed from the input that the channels' weights have scaled.
 *
 * @example
 * // x: [N, C, H, W]
 * const weights = new CBAM_Block(32, 4).call(x); // [N, 32, H, W]
 * const scaled = x.mul(weights); // [N, C, H, W]
 */
export class CBAM_Block extends Module {
  static override readonly className = 'CBAM_Block';

  readonly channel: Module;
  readonly spatial: Module;

  /**
   * @param reduction what channels are divided by in the middle of the channel gate; 16 by default
   * @throws ModelError if an argument is not accepted, or the reduction leaves no channel.
   */
  constructor(inPlanes: number, reduction = DEFAULT_REDUCTION) {
    super();
    const squeezed = squeezedChannels('CBAM_Block', 'a CBAM block', inPlanes, reduction);
    this.channel = new ChannelGate(inPlanes, squeezed);
    this.spatial = new SpatialGate();
  }

  override forward(x: Tensor): Tensor {
    const channel = this.channel.call(x);
    return channel.mul(this.spatial.call(x.mul(channel)));
  }
}

/**
 * A {@link CBAM_Block} on every residual block's output.
 * @throws ModelError if the reduction is no whole number from 1.
 *
 * @example
 * const model = new ResNet(BasicBlock, [2, 2, 2, 2], { attention: convolutionalBlockAttention(8) });
 * console.log(summary(model, [1, 3, 32, 32]).totals.params); // 11858872
 */
export function convolutionalBlockAttention(reduction = DEFAULT_REDUCTION): Attention {
  wholeNumber('CBAM_Block', 'reduction', reduction, 1);
  return (channels) => new CBAM_Block(channels, reduction);
}
