import { optionsArgument } from '../ops/arguments.js';
import { DEFAULT_REDUCTION, squeezeExcitation } from './attention/se.js';
import type { BlockClass } from './block.js';
import { ResNet, RESNET_OPTIONS, type ResNetOptions, type StageSizes } from './resnet.js';

/** What an {@link SE_ResNet} can be built with. */
export interface SE_ResNetOptions extends Omit<ResNetOptions, 'attention'> {
  /** What channels are divided by in the middle of an SE block; 16 by default. */
  readonly reduction?: number;
}

const OPTIONS = [...RESNET_OPTIONS.filter((name) => name !== 'attention'), 'reduction'] as const;

/**
 * The article's SE-ResNet, [N, C, H, W] → [N, numClasses]: a ResNet with an SE block in each block.
 *
 * @example
 * const model = new SE_ResNet(BasicBlock, [2, 2, 2, 2]);
 * console.log(summary(model, [1, 3, 224, 224]).totals.params); // 11770912
 */
export class SE_ResNet extends ResNet {
  static override readonly className = 'SE_ResNet';

  /** @throws ModelError if an argument is not accepted, or the reduction leaves an SE block no channels. */
  constructor(block: BlockClass, numBlocks: StageSizes, options: SE_ResNetOptions = {}) {
    const { reduction = DEFAULT_REDUCTION, ...others } = optionsArgument(
      'SE_ResNet',
      options,
      OPTIONS,
    );
    super(block, numBlocks, { ...others, attention: squeezeExcitation(reduction) });
  }
}
