import type { Tensor } from '../engine/tensor.js';
import {
  AdaptiveAvgPool2d,
  BatchNorm2d,
  Conv2d,
  functional as F,
  Linear,
  Module,
  Sequential,
} from '../nn/index.js';
import type { BasicBlock } from './basic-block.js';
import type { Bottleneck } from './bottleneck.js';

/** The blocks that a ResNet is built of. */
export type BlockClass = typeof BasicBlock | typeof Bottleneck;

/** The number of blocks in each of the four stages (layer1 to layer4). */
export type StageSizes = readonly [number, number, number, number];

export interface ResNetOptions {
  /** Outputs of the classifier; 1000, ImageNet's, where nothing is said. */
  readonly numClasses?: number;
  /** The reduction ratio of the blocks' SE blocks; null, which is also the default, for none. */
  readonly reduction?: number | null;
  /** Channels of the input image. */
  readonly inChannels?: number;
}

/**
 * The network that the article's SE-ResNet adds SE blocks to: [N, C, H, W] → [N, numClasses]. Unlike
 * the paper's, its stem is one 3x3 convolution with stride 1 and no pooling.
 */
export class ResNet extends Module {
  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly layer1: Sequential;
  readonly layer2: Sequential;
  readonly layer3: Sequential;
  readonly layer4: Sequential;
  readonly avgpool: AdaptiveAvgPool2d;
  readonly linear: Linear;

  /** @throws ModelError where the reduction leaves an SE block without channels. */
  constructor(block: BlockClass, numBlocks: StageSizes, options: ResNetOptions = {}) {
    super();
    const { numClasses = 1000, reduction = null, inChannels = 3 } = options;
    let inPlanes = 64;
    const makeLayer = (planes: number, count: number, firstStride: number): Sequential => {
      const blocks = Array.from({ length: count }, (_, index) => {
        const made = new block(inPlanes, planes, index === 0 ? firstStride : 1, reduction);
        inPlanes = planes * block.expansion;
        return made;
      });
      return new Sequential(...blocks);
    };

    this.conv1 = new Conv2d(inChannels, 64, { kernelSize: 3, padding: 1, bias: false });
    this.bn1 = new BatchNorm2d(64);
    this.layer1 = makeLayer(64, numBlocks[0], 1);
    this.layer2 = makeLayer(128, numBlocks[1], 2);
    this.layer3 = makeLayer(256, numBlocks[2], 2);
    this.layer4 = makeLayer(512, numBlocks[3], 2);
    this.avgpool = new AdaptiveAvgPool2d([1, 1]);
    this.linear = new Linear(512 * block.expansion, numClasses);
  }

  override forward(x: Tensor): Tensor {
    x = F.relu(this.bn1.call(this.conv1.call(x)));
    x = this.layer1.call(x);
    x = this.layer2.call(x);
    x = this.layer3.call(x);
    x = this.layer4.call(x);
    x = this.avgpool.call(x);
    x = F.flatten(x, 1);
    return this.linear.call(x);
  }
}
