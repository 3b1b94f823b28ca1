import {
  BatchNorm2d,
  Conv2d,
  Linear,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
  Sigmoid,
} from '../../../nn/index.js';
import { wrongArgument } from '../../../ops/arguments.js';
import type { Tensor } from '../../../tensor/tensor.js';
import { keysOf } from '../../../text/keys.js';
import { defineArchitecture } from '../../architecture.js';
import { choiceOption, type ValuesOf } from '../../option.js';
import { inChannels, numClasses } from '../../options.js';
import { type Networks, networksOf } from '../networks.js';
import { groupsOption, layers, senetOptions } from '../options.js';
import { seReduction } from './options.js';
import { SelectAdaptivePool2d } from './select-adaptive-pool2d.js';

/*
 * timm 0.9.16's models/senet.py, its legacy networks: those of Hu et al. 2018, whose weights came from Caffe, so
 * that the pool behind the stem rounds up and SE-ResNet's stride is in the first 1x1 convolution.
 */

/** What a block is built with, besides its channels. */
interface BlockOptions {
  readonly groups: number;
  readonly reduction: number;
  readonly stride: number;
  readonly downsample: Sequential | null;
}

/** A channel's weight from the means of all: [N, C, H, W] → the same shape. */
class SEModule extends Module {
  static override readonly className = 'SEModule';

  readonly fc1: Conv2d;
  readonly relu: ReLU;
  readonly fc2: Conv2d;
  readonly sigmoid: Sigmoid;

  /** @throws ModelError if the reduction leaves no channel. */
  constructor(channels: number, reduction: number) {
    super();
    if (reduction > channels) {
      const accepted = `at most ${String(channels)}, which leaves one of ${String(channels)} channels`;
      throw wrongArgument('SENet', 'seReduction', accepted, reduction);
    }
    const reduced = Math.floor(channels / reduction);
    this.fc1 = new Conv2d(channels, reduced, { kernelSize: 1 });
    this.relu = new ReLU();
    this.fc2 = new Conv2d(reduced, channels, { kernelSize: 1 });
    this.sigmoid = new Sigmoid();
  }

  override forward(x: Tensor): Tensor {
    let weights = x.mean([2, 3], true);
    weights = this.relu.call(this.fc1.call(weights));
    weights = this.sigmoid.call(this.fc2.call(weights));
    return x.mul(weights);
  }
}

/** The channels and strides in which the kinds of bottleneck differ. */
interface BottleneckShape {
  /** Out of the first convolution. */
  readonly first: number;
  /** Out of the second, the 3x3 one. */
  readonly width: number;
  readonly strideIn: 'conv1' | 'conv2';
}

/** [N, inplanes, H, W] → [N, 4 * planes, H / stride, W / stride]: what the kinds of bottleneck share. */
abstract class Bottleneck extends Module {
  static readonly expansion = 4;

  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly conv3: Conv2d;
  readonly bn3: BatchNorm2d;
  readonly relu: ReLU;
  readonly se_module: SEModule;
  readonly downsample: Sequential | null;

  constructor(inplanes: number, planes: number, shape: BottleneckShape, options: BlockOptions) {
    super();
    const { groups, reduction, stride, downsample } = options;
    const { first, width, strideIn } = shape;
    const outplanes = planes * Bottleneck.expansion;
    this.conv1 = new Conv2d(inplanes, first, {
      kernelSize: 1,
      stride: strideIn === 'conv1' ? stride : 1,
      bias: false,
    });
    this.bn1 = new BatchNorm2d(first);
    this.conv2 = new Conv2d(first, width, {
      kernelSize: 3,
      stride: strideIn === 'conv2' ? stride : 1,
      padding: 1,
      groups,
      bias: false,
    });
    this.bn2 = new BatchNorm2d(width);
    this.conv3 = new Conv2d(width, outplanes, { kernelSize: 1, bias: false });
    this.bn3 = new BatchNorm2d(outplanes);
    this.relu = new ReLU();
    this.se_module = new SEModule(outplanes, reduction);
    this.downsample = downsample;
  }

  override forward(x: Tensor): Tensor {
    let out = this.relu.call(this.bn1.call(this.conv1.call(x)));
    out = this.relu.call(this.bn2.call(this.conv2.call(out)));
    out = this.bn3.call(this.conv3.call(out));
    const shortcut = this.downsample === null ? x : this.downsample.call(x);
    return this.relu.call(this.se_module.call(out).add(shortcut));
  }
}

/** SENet-154's: the 3x3 convolution doubles the channels. */
class SEBottleneck extends Bottleneck {
  static override readonly className = 'SEBottleneck';

  constructor(inplanes: number, planes: number, options: BlockOptions) {
    super(inplanes, planes, { first: planes * 2, width: planes * 4, strideIn: 'conv2' }, options);
  }
}

/** SE-ResNet's: the stride is in the first convolution. */
class SEResNetBottleneck extends Bottleneck {
  static override readonly className = 'SEResNetBottleneck';

  constructor(inplanes: number, planes: number, options: BlockOptions) {
    super(inplanes, planes, { first: planes, width: planes, strideIn: 'conv1' }, options);
  }
}

/** Channels of a group for 64 planes in SE-ResNeXt's bottlenecks. */
const RESNEXT_WIDTH = 4;

/** SE-ResNeXt's: groups of 4 channels for 64 planes. */
class SEResNeXtBottleneck extends Bottleneck {
  static override readonly className = 'SEResNeXtBottleneck';

  constructor(inplanes: number, planes: number, options: BlockOptions) {
    const width = Math.floor((planes * RESNEXT_WIDTH) / 64) * options.groups;
    super(inplanes, planes, { first: width, width, strideIn: 'conv2' }, options);
  }
}

/** [N, inplanes, H, W] → [N, planes, H / stride, W / stride], with a ReLU before the SE module too. */
class SEResNetBlock extends Module {
  static override readonly className = 'SEResNetBlock';
  static readonly expansion = 1;

  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly relu: ReLU;
  readonly se_module: SEModule;
  readonly downsample: Sequential | null;

  constructor(inplanes: number, planes: number, options: BlockOptions) {
    super();
    const { groups, reduction, stride, downsample } = options;
    this.conv1 = new Conv2d(inplanes, planes, { kernelSize: 3, stride, padding: 1, bias: false });
    this.bn1 = new BatchNorm2d(planes);
    this.conv2 = new Conv2d(planes, planes, { kernelSize: 3, padding: 1, groups, bias: false });
    this.bn2 = new BatchNorm2d(planes);
    this.relu = new ReLU();
    this.se_module = new SEModule(planes, reduction);
    this.downsample = downsample;
  }

  override forward(x: Tensor): Tensor {
    let out = this.relu.call(this.bn1.call(this.conv1.call(x)));
    out = this.relu.call(this.bn2.call(this.conv2.call(out)));
    const shortcut = this.downsample === null ? x : this.downsample.call(x);
    return this.relu.call(this.se_module.call(out).add(shortcut));
  }
}

const BLOCKS = {
  basic: SEResNetBlock,
  bottleneck: SEResNetBottleneck,
  resnext: SEResNeXtBottleneck,
  senet: SEBottleneck,
};

const BLOCK_NAMES = keysOf(BLOCKS);

const options = {
  block: choiceOption(
    { name: 'block', words: 'the kind of block', value: 'kind' },
    BLOCK_NAMES,
    'bottleneck',
  ),
  layers,
  groups: groupsOption('groups'),
  seReduction,
  ...senetOptions,
  numClasses,
  inChannels,
};

/** [N, C, H, W] → [N, numClasses] */
class SENet extends Module {
  static override readonly className = 'SENet';

  readonly layer0: Sequential;
  readonly pool0: MaxPool2d;
  readonly layer1: Sequential;
  readonly layer2: Sequential;
  readonly layer3: Sequential;
  readonly layer4: Sequential;
  readonly global_pool: SelectAdaptivePool2d;
  readonly last_linear: Linear;

  /** @throws ModelError if the values do not fit together. */
  constructor(values: ValuesOf<typeof options>) {
    super();
    const { groups, seReduction: reduction, downsampleKernelSize, downsamplePadding } = values;
    const block = BLOCKS[values.block];
    let { inplanes } = values;
    const makeLayer = (planes: number, count: number, firstStride: number): Sequential => {
      const outplanes = planes * block.expansion;
      const blocks = Array.from({ length: count }, (_, index) => {
        const stride = index === 0 ? firstStride : 1;
        const isSame = stride === 1 && inplanes === outplanes;
        const isFirstLayer = firstStride === 1;
        const downsample = isSame
          ? null
          : new Sequential(
              new Conv2d(inplanes, outplanes, {
                kernelSize: isFirstLayer ? 1 : downsampleKernelSize,
                stride,
                padding: isFirstLayer ? 0 : downsamplePadding,
                bias: false,
              }),
              new BatchNorm2d(outplanes),
            );
        const made = new block(inplanes, planes, { groups, reduction, stride, downsample });
        inplanes = outplanes;
        return made;
      });
      return new Sequential(...blocks);
    };

    const [count1, count2, count3, count4] = values.layers;
    this.layer0 = values.input3x3
      ? deepStem(values.inChannels, inplanes)
      : new Sequential({
          conv1: new Conv2d(values.inChannels, inplanes, {
            kernelSize: 7,
            stride: 2,
            padding: 3,
            bias: false,
          }),
          bn1: new BatchNorm2d(inplanes),
          relu1: new ReLU(),
        });
    this.pool0 = new MaxPool2d(3, { stride: 2, ceilMode: true });
    this.layer1 = makeLayer(64, count1, 1);
    this.layer2 = makeLayer(128, count2, 2);
    this.layer3 = makeLayer(256, count3, 2);
    this.layer4 = makeLayer(512, count4, 2);
    this.global_pool = new SelectAdaptivePool2d();
    this.last_linear = new Linear(512 * block.expansion, values.numClasses);
  }

  override forward(x: Tensor): Tensor {
    x = this.layer0.call(x);
    x = this.pool0.call(x);
    x = this.layer1.call(x);
    x = this.layer2.call(x);
    x = this.layer3.call(x);
    x = this.layer4.call(x);
    x = this.global_pool.call(x);
    return this.last_linear.call(x);
  }
}

/** [N, channels, H, W] → [N, planes, H / 2, W / 2] */
function deepStem(channels: number, planes: number): Sequential {
  return new Sequential({
    conv1: new Conv2d(channels, 64, { kernelSize: 3, stride: 2, padding: 1, bias: false }),
    bn1: new BatchNorm2d(64),
    relu1: new ReLU(),
    conv2: new Conv2d(64, 64, { kernelSize: 3, padding: 1, bias: false }),
    bn2: new BatchNorm2d(64),
    relu2: new ReLU(),
    conv3: new Conv2d(64, planes, { kernelSize: 3, padding: 1, bias: false }),
    bn3: new BatchNorm2d(planes),
    relu3: new ReLU(),
  });
}

const NETWORKS: Networks<typeof options> = {
  legacy_seresnet18: { block: 'basic', layers: [2, 2, 2, 2] },
  legacy_seresnet34: { block: 'basic', layers: [3, 4, 6, 3] },
  legacy_seresnet50: { layers: [3, 4, 6, 3] },
  legacy_seresnet101: { layers: [3, 4, 23, 3] },
  legacy_seresnet152: { layers: [3, 8, 36, 3] },
  legacy_seresnext26_32x4d: { block: 'resnext', layers: [2, 2, 2, 2], groups: 32 },
  legacy_seresnext50_32x4d: { block: 'resnext', layers: [3, 4, 6, 3], groups: 32 },
  legacy_seresnext101_32x4d: { block: 'resnext', layers: [3, 4, 23, 3], groups: 32 },
  legacy_senet154: {
    block: 'senet',
    layers: [3, 8, 36, 3],
    groups: 64,
    inplanes: 128,
    input3x3: true,
    downsampleKernelSize: 3,
    downsamplePadding: 1,
  },
};

/** timm's legacy SENet class and its networks. */
export const senet = defineArchitecture({
  name: 'timm/SENet',
  words: "timm's legacy SE-ResNet, SE-ResNeXt and SENet-154",
  options,
  variants: networksOf('timm', NETWORKS),
  open: ['numClasses', 'inChannels'],
  // timm's in_chans and input_3x3 in camel case.
  aliases: { inChans: 'inChannels', input3X3: 'input3x3' },
  build: (values) => new SENet(values),
});
