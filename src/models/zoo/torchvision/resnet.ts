import {
  AdaptiveAvgPool2d,
  BatchNorm2d,
  Conv2d,
  Linear,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
} from '../../../nn/index.js';
import type { Tensor } from '../../../tensor/tensor.js';
import { defineArchitecture } from '../../architecture.js';
import type { ValuesOf } from '../../option.js';
import { inChannels, numClasses } from '../../options.js';
import { type Networks, networksOf } from '../networks.js';
import { block, groupsOption, groupWidthOption, layers } from '../options.js';

/*
 * torchvision 0.14's models/resnet.py: ResNet (He et al. 2015), ResNeXt (Xie et al. 2016) and Wide ResNet
 * (Zagoruyko and Komodakis 2016), with the stride in the 3x3 convolution.
 */

/** What a block is built with, besides its channels. */
interface BlockOptions {
  readonly stride: number;
  readonly downsample: Sequential | null;
  readonly groups: number;
  readonly baseWidth: number;
}

/** [N, inplanes, H, W] → [N, planes, H / stride, W / stride] */
class BasicBlock extends Module {
  static override readonly className = 'BasicBlock';
  static readonly expansion = 1;

  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly relu: ReLU;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly downsample: Sequential | null;

  constructor(inplanes: number, planes: number, { stride, downsample }: BlockOptions) {
    super();
    this.conv1 = new Conv2d(inplanes, planes, { kernelSize: 3, stride, padding: 1, bias: false });
    this.bn1 = new BatchNorm2d(planes);
    this.relu = new ReLU();
    this.conv2 = new Conv2d(planes, planes, { kernelSize: 3, padding: 1, bias: false });
    this.bn2 = new BatchNorm2d(planes);
    this.downsample = downsample;
  }

  override forward(x: Tensor): Tensor {
    let out = this.relu.call(this.bn1.call(this.conv1.call(x)));
    out = this.bn2.call(this.conv2.call(out));
    const identity = this.downsample === null ? x : this.downsample.call(x);
    return this.relu.call(out.add(identity));
  }
}

/** [N, inplanes, H, W] → [N, 4 * planes, H / stride, W / stride] */
class Bottleneck extends Module {
  static override readonly className = 'Bottleneck';
  static readonly expansion = 4;

  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly conv3: Conv2d;
  readonly bn3: BatchNorm2d;
  readonly relu: ReLU;
  readonly downsample: Sequential | null;

  constructor(inplanes: number, planes: number, options: BlockOptions) {
    super();
    const { stride, downsample, groups, baseWidth } = options;
    const width = Math.floor((planes * baseWidth) / 64) * groups;
    const outplanes = planes * Bottleneck.expansion;
    this.conv1 = new Conv2d(inplanes, width, { kernelSize: 1, bias: false });
    this.bn1 = new BatchNorm2d(width);
    this.conv2 = new Conv2d(width, width, {
      kernelSize: 3,
      stride,
      padding: 1,
      groups,
      bias: false,
    });
    this.bn2 = new BatchNorm2d(width);
    this.conv3 = new Conv2d(width, outplanes, { kernelSize: 1, bias: false });
    this.bn3 = new BatchNorm2d(outplanes);
    this.relu = new ReLU();
    this.downsample = downsample;
  }

  override forward(x: Tensor): Tensor {
    let out = this.relu.call(this.bn1.call(this.conv1.call(x)));
    out = this.relu.call(this.bn2.call(this.conv2.call(out)));
    out = this.bn3.call(this.conv3.call(out));
    const identity = this.downsample === null ? x : this.downsample.call(x);
    return this.relu.call(out.add(identity));
  }
}

const BLOCKS = { basic: BasicBlock, bottleneck: Bottleneck };

/** The arguments of {@link ResNet}. */
export const options = {
  block,
  layers,
  groups: groupsOption('groups'),
  widthPerGroup: groupWidthOption('widthPerGroup'),
  numClasses,
  inChannels,
};

/** [N, C, H, W] → [N, numClasses] */
export class ResNet extends Module {
  static override readonly className = 'ResNet';

  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly relu: ReLU;
  readonly maxpool: MaxPool2d;
  readonly layer1: Sequential;
  readonly layer2: Sequential;
  readonly layer3: Sequential;
  readonly layer4: Sequential;
  readonly avgpool: AdaptiveAvgPool2d;
  readonly fc: Linear;

  constructor(values: ValuesOf<typeof options>) {
    super();
    const { groups, widthPerGroup: baseWidth } = values;
    const blockClass = BLOCKS[values.block];
    let inplanes = 64;
    const makeLayer = (planes: number, count: number, firstStride: number): Sequential => {
      const outplanes = planes * blockClass.expansion;
      const blocks = Array.from({ length: count }, (_, index) => {
        const stride = index === 0 ? firstStride : 1;
        const isSame = stride === 1 && inplanes === outplanes;
        const downsample = isSame
          ? null
          : new Sequential(
              new Conv2d(inplanes, outplanes, { kernelSize: 1, stride, bias: false }),
              new BatchNorm2d(outplanes),
            );
        const made = new blockClass(inplanes, planes, { stride, downsample, groups, baseWidth });
        inplanes = outplanes;
        return made;
      });
      return new Sequential(...blocks);
    };

    const [count1, count2, count3, count4] = values.layers;
    this.conv1 = new Conv2d(values.inChannels, 64, {
      kernelSize: 7,
      stride: 2,
      padding: 3,
      bias: false,
    });
    this.bn1 = new BatchNorm2d(64);
    this.relu = new ReLU();
    this.maxpool = new MaxPool2d(3, { stride: 2, padding: 1 });
    this.layer1 = makeLayer(64, count1, 1);
    this.layer2 = makeLayer(128, count2, 2);
    this.layer3 = makeLayer(256, count3, 2);
    this.layer4 = makeLayer(512, count4, 2);
    this.avgpool = new AdaptiveAvgPool2d([1, 1]);
    this.fc = new Linear(512 * blockClass.expansion, values.numClasses);
  }

  override forward(x: Tensor): Tensor {
    x = this.relu.call(this.bn1.call(this.conv1.call(x)));
    x = this.maxpool.call(x);
    x = this.layer1.call(x);
    x = this.layer2.call(x);
    x = this.layer3.call(x);
    x = this.layer4.call(x);
    x = this.avgpool.call(x);
    return this.fc.call(x.flatten(1));
  }
}

const NETWORKS: Networks<typeof options> = {
  resnet18: { block: 'basic', layers: [2, 2, 2, 2] },
  resnet34: { block: 'basic', layers: [3, 4, 6, 3] },
  resnet50: { layers: [3, 4, 6, 3] },
  resnet101: { layers: [3, 4, 23, 3] },
  resnet152: { layers: [3, 8, 36, 3] },
  resnext50_32x4d: { layers: [3, 4, 6, 3], groups: 32, widthPerGroup: 4 },
  resnext101_32x8d: { layers: [3, 4, 23, 3], groups: 32, widthPerGroup: 8 },
  resnext101_64x4d: { layers: [3, 4, 23, 3], groups: 64, widthPerGroup: 4 },
  wide_resnet50_2: { layers: [3, 4, 6, 3], widthPerGroup: 128 },
  wide_resnet101_2: { layers: [3, 4, 23, 3], widthPerGroup: 128 },
};

/** torchvision's ResNet class and its networks. */
export const resnet = defineArchitecture({
  name: 'torchvision/ResNet',
  words: "torchvision's ResNet, ResNeXt and Wide ResNet",
  options,
  variants: networksOf('torchvision', NETWORKS),
  open: ['numClasses', 'inChannels'],
  build: (values) => new ResNet(values),
});
