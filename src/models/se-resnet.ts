import { type BlockClass, ResNet, type ResNetOptions, type StageSizes } from './resnet.js';
import { DEFAULT_REDUCTION } from './se-block.js';

export interface SE_ResNetOptions extends ResNetOptions {
  /** The reduction ratio of the SE blocks. */
  readonly reduction?: number;
}

/** The article's SE-ResNet, [N, C, H, W] → [N, numClasses]: a ResNet with an SE block in each block. */
export class SE_ResNet extends ResNet {
  /** @throws ModelError where the reduction leaves an SE block without channels. */
  constructor(block: BlockClass, numBlocks: StageSizes, options: SE_ResNetOptions = {}) {
    super(block, numBlocks, { reduction: DEFAULT_REDUCTION, ...options });
  }
}
