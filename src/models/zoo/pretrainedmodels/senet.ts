import {
  AvgPool2d,
  BatchNorm2d,
  Conv2d,
  Dropout,
  Linear,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
} from '../../../nn/index.js';
import type { Tensor } from '../../../tensor/tensor.js';
import { keysOf } from '../../../text/keys.js';
import { defineArchitecture } from '../../architecture.js';
import { choiceOption, switchOption, type ValuesOf } from '../../option.js';
import { inChannels, numClasses, reduction } from '../../options.js';
import type { StageSizes } from '../../resnet.js';
import { type Networks, networksOf } from '../networks.js';
import { groupsOption, layers, senetOptions } from '../options.js';
import { SEModule } from './se-module.js';

/*
 * pretrainedmodels 0.7.4's models/senet.py: SENet-154, SE-ResNet and SE-ResNeXt (Hu et al. 2017), as their
 * authors released them for Caffe.
 */

/** What a block is built with. */
interface BottleneckOptions {
  readonly inplanes: number;
  /** Channels out of conv1 and out of conv2. */
  readonly widths: readonly [first: number, middle: number];
  readonly outplanes: number;
  readonly stride: number;
  readonly strideIn: 'conv1' | 'conv2';
  readonly groups: number;
  /** Of its SE module; null for a block that has none. */
  readonly reduction: number | null;
  readonly downsample: Sequential | null;
}

/** [N, inplanes, H, W] → [N, outplanes, H / stride, W / stride] */
abstract class Bottleneck extends Module {
  static readonly expansion = 4;

  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly conv3: Conv2d;
  readonly bn3: BatchNorm2d;
  readonly relu: ReLU;
  readonly se_module: SEModule | null;
  readonly downsample: Sequential | null;

  constructor({ inplanes, widths, outplanes, stride, strideIn, ...options }: BottleneckOptions) {
    super();
    const [first, middle] = widths;
    this.conv1 = new Conv2d(inplanes, first, {
      kernelSize: 1,
      stride: strideIn === 'conv1' ? stride : 1,
      bias: false,
    });
    this.bn1 = new BatchNorm2d(first);
    this.conv2 = new Conv2d(first, middle, {
      kernelSize: 3,
      stride: strideIn === 'conv2' ? stride : 1,
      padding: 1,
      groups: options.groups,
      bias: false,
    });
    this.bn2 = new BatchNorm2d(middle);
    this.conv3 = new Conv2d(middle, outplanes, { kernelSize: 1, bias: false });
    this.bn3 = new BatchNorm2d(outplanes);
    this.relu = new ReLU();
    this.se_module = options.reduction === null ? null : new SEModule(outplanes, options.reduction);
    this.downsample = options.downsample;
  }

  override forward(x: Tensor): Tensor {
    let out = this.relu.call(this.bn1.call(this.conv1.call(x)));
    out = this.relu.call(this.bn2.call(this.conv2.call(out)));
    out = this.bn3.call(this.conv3.call(out));
    const residual = this.downsample === null ? x : this.downsample.call(x);
    if (this.se_module !== null) out = this.se_module.call(out);
    return this.relu.call(out.add(residual));
  }
}

/** The block of SENet-154. */
export class SEBottleneck extends Bottleneck {
  static override readonly className = 'SEBottleneck';
}

/** The block of SE-ResNet, with its stride in the first convolution as in Caffe's ResNet. */
export class SEResNetBottleneck extends Bottleneck {
  static override readonly className = 'SEResNetBottleneck';
}

/** The block of SE-ResNeXt. */
export class SEResNeXtBottleneck extends Bottleneck {
  static override readonly className = 'SEResNeXtBottleneck';
}

/** A class of blocks, and what it makes of a stage's planes (64, 128, 256 and 512). */
export interface BlockDesign {
  readonly block: new (options: BottleneckOptions) => Bottleneck;
  readonly strideIn: BottleneckOptions['strideIn'];
  readonly widths: (planes: number, groups: number) => BottleneckOptions['widths'];
}

/** What a {@link SENet} is built with. */
export interface SENetOptions {
  readonly design: BlockDesign;
  readonly layers: StageSizes;
  readonly groups: number;
  readonly reduction: number | null;
  readonly dropout: boolean;
  /** Channels out of the stem. */
  readonly inplanes: number;
  readonly input3x3: boolean;
  /** Of the shortcuts that make their input smaller; those of the first stage have one of 1. */
  readonly downsampleKernelSize: number;
  readonly downsamplePadding: number;
  readonly numClasses: number;
  readonly inChannels: number;
}

/** In training. */
const DROPOUT = 0.2;

/** [N, C, H, W] → [N, numClasses], for heights and widths from 195 to 226 */
export class SENet extends Module {
  static override readonly className = 'SENet';

  readonly layer0: Sequential;
  readonly layer1: Sequential;
  readonly layer2: Sequential;
  readonly layer3: Sequential;
  readonly layer4: Sequential;
  readonly avg_pool: AvgPool2d;
  readonly dropout: Dropout | null;
  readonly last_linear: Linear;

  /** @throws ModelError if the channels, groups and reduction do not fit together. */
  constructor(options: SENetOptions) {
    super();
    const { design, groups, reduction: ratio } = options;
    let { inplanes } = options;
    const makeLayer = (
      planes: number,
      count: number,
      firstStride: number,
      kernelSize: number,
      padding: number,
    ): Sequential => {
      const outplanes = planes * Bottleneck.expansion;
      const blocks = Array.from({ length: count }, (_, index) => {
        const stride = index === 0 ? firstStride : 1;
        const isSame = stride === 1 && inplanes === outplanes;
        const downsample = isSame
          ? null
          : new Sequential(
              new Conv2d(inplanes, outplanes, { kernelSize, stride, padding, bias: false }),
              new BatchNorm2d(outplanes),
            );
        const made = new design.block({
          inplanes,
          widths: design.widths(planes, groups),
          outplanes,
          stride,
          strideIn: design.strideIn,
          groups,
          reduction: ratio,
          downsample,
        });
        inplanes = outplanes;
        return made;
      });
      return new Sequential(...blocks);
    };

    const [count1, count2, count3, count4] = options.layers;
    const { downsampleKernelSize: kernelSize, downsamplePadding: padding } = options;
    this.layer0 = makeStem(options);
    this.layer1 = makeLayer(64, count1, 1, 1, 0);
    this.layer2 = makeLayer(128, count2, 2, kernelSize, padding);
    this.layer3 = makeLayer(256, count3, 2, kernelSize, padding);
    this.layer4 = makeLayer(512, count4, 2, kernelSize, padding);
    this.avg_pool = new AvgPool2d(7, { stride: 1 });
    this.dropout = options.dropout ? new Dropout(DROPOUT) : null;
    this.last_linear = new Linear(512 * Bottleneck.expansion, options.numClasses);
  }

  override forward(x: Tensor): Tensor {
    x = this.layer0.call(x);
    x = this.layer1.call(x);
    x = this.layer2.call(x);
    x = this.layer3.call(x);
    x = this.layer4.call(x);
    x = this.avg_pool.call(x);
    if (this.dropout !== null) x = this.dropout.call(x);
    return this.last_linear.call(x.flatten(1));
  }
}

/** [N, inChannels, H, W] → [N, inplanes, H / 4, W / 4] */
function makeStem({ inplanes, input3x3, inChannels: channels }: SENetOptions): Sequential {
  // Caffe's pools round up: without padding and with ceil_mode.
  const pool = new MaxPool2d(3, { stride: 2, ceilMode: true });
  if (!input3x3) {
    return new Sequential({
      conv1: new Conv2d(channels, inplanes, { kernelSize: 7, stride: 2, padding: 3, bias: false }),
      bn1: new BatchNorm2d(inplanes),
      relu1: new ReLU(),
      pool,
    });
  }
  return new Sequential({
    conv1: new Conv2d(channels, 64, { kernelSize: 3, stride: 2, padding: 1, bias: false }),
    bn1: new BatchNorm2d(64),
    relu1: new ReLU(),
    conv2: new Conv2d(64, 64, { kernelSize: 3, padding: 1, bias: false }),
    bn2: new BatchNorm2d(64),
    relu2: new ReLU(),
    conv3: new Conv2d(64, inplanes, { kernelSize: 3, padding: 1, bias: false }),
    bn3: new BatchNorm2d(inplanes),
    relu3: new ReLU(),
    pool,
  });
}

/** The blocks by the zoo's names of them. */
const DESIGNS = {
  SEBottleneck: {
    block: SEBottleneck,
    strideIn: 'conv2',
    widths: (planes) => [2 * planes, 4 * planes],
  },
  SEResNetBottleneck: {
    block: SEResNetBottleneck,
    strideIn: 'conv1',
    widths: (planes) => [planes, planes],
  },
  SEResNeXtBottleneck: {
    block: SEResNeXtBottleneck,
    strideIn: 'conv2',
    widths: (planes, groups) => {
      const width = Math.floor((planes * 4) / 64) * groups;
      return [width, width];
    },
  },
} satisfies Record<string, BlockDesign>;

const options = {
  block: choiceOption(
    { name: 'block', words: 'the class of the blocks', value: 'class' },
    keysOf(DESIGNS),
    'SEResNetBottleneck',
  ),
  layers,
  groups: groupsOption('groups'),
  reduction,
  dropout: switchOption({ name: 'dropout', words: 'a dropout before the classifier' }),
  ...senetOptions,
  numClasses,
  inChannels,
};

const NETWORKS: Networks<typeof options> = {
  senet154: {
    block: 'SEBottleneck',
    layers: [3, 8, 36, 3],
    groups: 64,
    dropout: true,
    inplanes: 128,
    input3x3: true,
    downsampleKernelSize: 3,
    downsamplePadding: 1,
  },
  se_resnet50: { layers: [3, 4, 6, 3] },
  se_resnet101: { layers: [3, 4, 23, 3] },
  se_resnet152: { layers: [3, 8, 36, 3] },
  se_resnext50_32x4d: { block: 'SEResNeXtBottleneck', layers: [3, 4, 6, 3], groups: 32 },
  se_resnext101_32x4d: { block: 'SEResNeXtBottleneck', layers: [3, 4, 23, 3], groups: 32 },
};

/** pretrainedmodels' SENet class and its networks. */
export const senet = defineArchitecture({
  name: 'pretrainedmodels/SENet',
  words: "pretrainedmodels' SE-ResNet, SE-ResNeXt and SENet",
  options,
  variants: networksOf('pretrainedmodels', NETWORKS),
  open: ['numClasses', 'inChannels'],
  build: ({ block, ...values }: ValuesOf<typeof options>) =>
    new SENet({ ...values, design: DESIGNS[block] }),
});
