import { optionsArgument } from '../ops/arguments.js';
import type { Tensor } from '../tensor/tensor.js';
import { DEFAULT_REDUCTION, SE_Block } from './attention/se.js';
import {
  Inception,
  INCEPTION_OPTIONS,
  type InceptionChannels,
  type InceptionOptions,
} from './inception.js';

/** What an {@link SE_Inception} module can be built with, besides its channels. */
export interface SE_InceptionOptions extends InceptionOptions {
  /** What channels are divided by in the middle of the SE block; 16 by default. */
  readonly reduction?: number;
}

const OPTIONS = [...INCEPTION_OPTIONS, 'reduction'] as const;

/**
 * The article's SE-Inception module (the paper's figure 2): an Inception module whose output is scaled by
 * an SE block, [N, inChannels, H, W] → [N, outChannels, H, W].
 *
 * @example
 * const channels = {
 *   conv1x1: 64,
 *   conv3x3: [64, 64],
 *   double3x3: [64, 96],
 *   poolProjection: 32,
 * } as const;
 * // The first module of SE-BN-Inception
 * console.log(summary(new SE_Inception(192, channels), [1, 192, 28, 28]).totals.params); // 227536
 */
export class SE_Inception extends Inception {
  static override readonly className = 'SE_Inception';

  readonly SE: SE_Block;

  /** @throws ModelError if an argument is not accepted, or the reduction leaves no channel. */
  constructor(inChannels: number, channels: InceptionChannels, options: SE_InceptionOptions = {}) {
    const { reduction = DEFAULT_REDUCTION, ...others } = optionsArgument(
      'SE_Inception',
      options,
      OPTIONS,
    );
    super(inChannels, channels, others);
    this.SE = new SE_Block(this.outChannels, reduction);
  }

  override forward(x: Tensor): Tensor {
    const out = super.forward(x);
    return out.mul(this.SE.call(out));
  }
}
