import { ModelError } from '../../errors.js';
import { AdaptiveAvgPool2d, Conv2d, Module, ReLU, Sigmoid } from '../../nn/index.js';
import { wholeNumber } from '../../ops/arguments.js';
import type { Tensor } from '../../tensor/tensor.js';
import type { Attention } from './attention.js';

/** The reduction ratio r of the paper's section 3.2, and the article's `in_planes // 16`. */
export const DEFAULT_REDUCTION = 16;

/**
 * The channels in the middle of a block that divides them by a reduction.
 * @param owner the class of the block
 * @param block what it is, for a sentence: `an SE block`
 * @throws ModelError if an argument is no whole number from 1, or no channel is left.
 */
export function squeezedChannels(
  owner: string,
  block: string,
  inPlanes: number,
  reduction: number,
): number {
  wholeNumber(owner, 'inPlanes', inPlanes, 1);
  wholeNumber(owner, 'reduction', reduction, 1);
  const squeezed = Math.floor(inPlanes / reduction);
  if (squeezed >= 1) return squeezed;
  throw new ModelError(
    'reduction',
    `a reduction of ${String(reduction)} leaves no channel in ${block} of ` +
      `${String(inPlanes)}; at most ${String(inPlanes)} is possible`,
    { facts: { class: owner, argument: 'reduction', value: reduction, most: inPlanes } },
  );
}

/**
 * The Squeeze-and-Excitation block: [N, C, H, W] → one weight a channel, [N, C, 1, 1]. Squeeze is
 * the global average; excitation is two 1x1 convolutions with C / reduction channels between them.
 *
 * @example
 * // x: [N, C, H, W]
 * const weights = new SE_Block(32, 4).call(x); // [N, 32, 1, 1]
 * const scaled = x.mul(weights); // [N, C, H, W]
 */
export class SE_Block extends Module {
  static override readonly className = 'SE_Block';

  readonly avgpool: AdaptiveAvgPool2d;
  readonly conv1: Conv2d;
  readonly relu: ReLU;
  readonly conv2: Conv2d;
  readonly sigmoid: Sigmoid;

  /**
   * @param reduction what channels are divided by in the middle; 16 by default
   * @throws ModelError if an argument is not accepted, or the reduction leaves no channel.
   */
  constructor(inPlanes: number, reduction = DEFAULT_REDUCTION) {
    super();
    const squeezed = squeezedChannels('SE_Block', 'an SE block', inPlanes, reduction);
    this.avgpool = new AdaptiveAvgPool2d([1, 1]);
    this.conv1 = new Conv2d(inPlanes, squeezed, { kernelSize: 1 });
    this.relu = new ReLU();
    this.conv2 = new Conv2d(squeezed, inPlanes, { kernelSize: 1 });
    this.sigmoid = new Sigmoid();
  }

  override forward(x: Tensor): Tensor {
    x = this.avgpool.call(x);
    x = this.conv1.call(x);
    x = this.relu.call(x);
    x = this.conv2.call(x);
    return this.sigmoid.call(x);
  }
}

/**
 * An {@link SE_Block} on every residual block's output.
 * @throws ModelError if the reduction is no whole number from 1.
 *
 * @example
 * const model = new ResNet(BasicBlock, [2, 2, 2, 2], { attention: squeezeExcitation(8) });
 * console.log(summary(model, [1, 3, 32, 32]).totals.params); // 11858072
 */
export function squeezeExcitation(reduction = DEFAULT_REDUCTION): Attention {
  wholeNumber('SE_Block', 'reduction', reduction, 1);
  return (channels) => new SE_Block(channels, reduction);
}
