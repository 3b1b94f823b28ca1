import {
  AvgPool2d,
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
import { networksOf } from '../networks.js';
import { layers } from '../options.js';

/*
 * pretrainedmodels 0.7.4's models/fbresnet.py: ResNet-152 from fb.resnet.torch, with a bias in every convolution.
 */

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

  constructor(inplanes: number, planes: number, stride: number, downsample: Sequential | null) {
    super();
    const outplanes = planes * Bottleneck.expansion;
    this.conv1 = new Conv2d(inplanes, planes, { kernelSize: 1 });
    this.bn1 = new BatchNorm2d(planes);
    this.conv2 = new Conv2d(planes, planes, { kernelSize: 3, stride, padding: 1 });
    this.bn2 = new BatchNorm2d(planes);
    this.conv3 = new Conv2d(planes, outplanes, { kernelSize: 1 });
    this.bn3 = new BatchNorm2d(outplanes);
    this.relu = new ReLU();
    this.downsample = downsample;
  }

  override forward(x: Tensor): Tensor {
    let out = this.relu.call(this.bn1.call(this.conv1.call(x)));
    out = this.relu.call(this.bn2.call(this.conv2.call(out)));
    out = this.bn3.call(this.conv3.call(out));
    const residual = this.downsample === null ? x : this.downsample.call(x);
    return this.relu.call(out.add(residual));
  }
}

const options = { layers, numClasses, inChannels };

/** [N, C, H, W] → [N, numClasses], for heights and widths from 193 */
class FBResNet extends Module {
  static override readonly className = 'FBResNet';

  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly relu: ReLU;
  readonly maxpool: MaxPool2d;
  readonly layer1: Sequential;
  readonly layer2: Sequential;
  readonly layer3: Sequential;
  readonly layer4: Sequential;
  readonly avgpool: AvgPool2d;
  readonly last_linear: Linear;

  constructor(values: ValuesOf<typeof options>) {
    super();
    let inplanes = 64;
    const makeLayer = (planes: number, count: number, firstStride: number): Sequential => {
      const outplanes = planes * Bottleneck.expansion;
      const blocks = Array.from({ length: count }, (_, index) => {
        const stride = index === 0 ? firstStride : 1;
        const isSame = stride === 1 && inplanes === outplanes;
        const downsample = isSame
          ? null
          : new Sequential(
              new Conv2d(inplanes, outplanes, { kernelSize: 1, stride }),
              new BatchNorm2d(outplanes),
            );
        const made = new Bottleneck(inplanes, planes, stride, downsample);
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
    });
    this.bn1 = new BatchNorm2d(64);
    this.relu = new ReLU();
    this.maxpool = new MaxPool2d(3, { stride: 2, padding: 1 });
    this.layer1 = makeLayer(64, count1, 1);
    this.layer2 = makeLayer(128, count2, 2);
    this.layer3 = makeLayer(256, count3, 2);
    this.layer4 = makeLayer(512, count4, 2);
    this.avgpool = new AvgPool2d(7);
    this.last_linear = new Linear(512 * Bottleneck.expansion, values.numClasses);
  }

  override forward(x: Tensor): Tensor {
    x = this.relu.call(this.bn1.call(this.conv1.call(x)));
    x = this.maxpool.call(x);
    x = this.layer1.call(x);
    x = this.layer2.call(x);
    x = this.layer3.call(x);
    x = this.layer4.call(x);
    x = this.avgpool.call(x);
    return this.last_linear.call(x.flatten(1));
  }
}

/** pretrainedmodels' FBResNet class and the one network that it lists. */
export const fbresnet = defineArchitecture({
  name: 'pretrainedmodels/FBResNet',
  words: "pretrainedmodels' ResNet from Torch",
  options,
  variants: networksOf<typeof options>('pretrainedmodels', {
    fbresnet152: { layers: [3, 8, 36, 3] },
  }),
  open: ['numClasses', 'inChannels'],
  build: (values) => new FBResNet(values),
});
