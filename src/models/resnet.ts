import {
  AdaptiveAvgPool2d,
  type BatchNorm2d,
  functional as F,
  Linear,
  type MaxPool2d,
  Module,
  Sequential,
} from '../nn/index.js';
import { optionsArgument, wholeNumber, wrongArgument } from '../ops/arguments.js';
import type { Tensor } from '../tensor/tensor.js';
import { BLOCK_OPTIONS, type BlockClass, type BlockOptions, MOST_BLOCKS } from './block.js';
import { makeStem, STEM_CHANNELS, type StemName } from './stem.js';

/** The number of blocks in each of the four stages (layer1 to layer4). */
export type StageSizes = readonly [number, number, number, number];

/** What a {@link ResNet} can be built with. */
export interface ResNetOptions extends Omit<BlockOptions, 'stride'> {
  /** Outputs of the classifier; 1000, ImageNet's, by default. */
  readonly numClasses?: number;
  /** Channels of the input image; 3 by default. */
  readonly inChannels?: number;
  /** What comes before the blocks: '3x3', which is the article's and the default, '7x7' or 'deep'. */
  readonly stem?: StemName;
}

/** The names of a network's options. */
export const RESNET_OPTIONS = ['numClasses', 'inChannels', 'stem', ...BLOCK_OPTIONS] as const;

function checkBlocks(block: unknown, numBlocks: unknown): void {
  const isClass =
    typeof block === 'function' && block.prototype instanceof Module && 'expansion' in block;
  if (!isClass) throw wrongArgument('ResNet', 'block', 'a class of residual blocks', block);
  wholeNumber('ResNet', 'block.expansion', block.expansion, 1);
  if (!Array.isArray(numBlocks) || numBlocks.length !== 4) {
    throw wrongArgument('ResNet', 'numBlocks', 'a list of four numbers of blocks', numBlocks);
  }
  for (const count of numBlocks) wholeNumber('ResNet', 'numBlocks', count, 1, MOST_BLOCKS);
}

/**
 * The network that the article's SE-ResNet adds SE blocks to: [N, C, H, W] → [N, numClasses]. Unlike
 * the paper's, its stem is one 3x3 convolution with stride 1 and no pooling, unless another is asked for.
 *
 * @example
 * const model = new ResNet(Bottleneck, [3, 4, 6, 3], { numClasses: 10 });
 * console.log(summary(model, [1, 3, 32, 32]).totals.params); // 23520842
 */
export class ResNet extends Module {
  static override readonly className: string = 'ResNet';

  /** A convolution, or the three of a deep stem. */
  readonly conv1: Module;
  readonly bn1: BatchNorm2d;
  readonly maxpool: MaxPool2d | null;
  readonly layer1: Sequential;
  readonly layer2: Sequential;
  readonly layer3: Sequential;
  readonly layer4: Sequential;
  readonly avgpool: AdaptiveAvgPool2d;
  readonly linear: Linear;

  /** @throws ModelError if an argument is not accepted, here or in a block. */
  constructor(block: BlockClass, numBlocks: StageSizes, options: ResNetOptions = {}) {
    super();
    const {
      numClasses = 1000,
      inChannels = 3,
      stem = '3x3',
      ...others
    } = optionsArgument('ResNet', options, RESNET_OPTIONS);
    checkBlocks(block, numBlocks);
    let inPlanes = STEM_CHANNELS;
    const makeLayer = (planes: number, count: number, firstStride: number): Sequential => {
      const blocks = Array.from({ length: count }, (_, index) => {
        const stride = index === 0 ? firstStride : 1;
        const made = new block(inPlanes, planes, { ...others, stride });
        inPlanes = planes * block.expansion;
        return made;
      });
      return new Sequential(...blocks);
    };

    ({
      conv1: this.conv1,
      bn1: this.bn1,
      maxpool: this.maxpool,
    } = makeStem('ResNet', stem, inChannels));
    this.layer1 = makeLayer(64, numBlocks[0], 1);
    this.layer2 = makeLayer(128, numBlocks[1], 2);
    this.layer3 = makeLayer(256, numBlocks[2], 2);
    this.layer4 = makeLayer(512, numBlocks[3], 2);
    this.avgpool = new AdaptiveAvgPool2d([1, 1]);
    this.linear = new Linear(512 * block.expansion, numClasses);
  }

  override forward(x: Tensor): Tensor {
    x = F.relu(this.bn1.call(this.conv1.call(x)));
    if (this.maxpool !== null) x = this.maxpool.call(x);
    x = this.layer1.call(x);
    x = this.layer2.call(x);
    x = this.layer3.call(x);
    x = this.layer4.call(x);
    x = this.avgpool.call(x);
    x = x.flatten(1);
    return this.linear.call(x);
  }
}
