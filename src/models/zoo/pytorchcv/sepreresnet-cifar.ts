import { AvgPool2d, Linear, Sequential } from '../../../nn/index.js';
import { defineArchitecture } from '../../architecture.js';
import type { ValuesOf } from '../../option.js';
import { inChannels } from '../../options.js';
import { networksOf } from '../networks.js';
import { cifarChannels, Classifier, ConvBlock, lastChannels, makeStages } from './common.js';
import { bottleneck, CIFAR_INPUT, cifarClasses, cifarNetworks, units } from './options.js';
import { SEPreResUnit } from './se-pre-res-unit.js';

/*
 * pytorchcv 0.0.74's models/sepreresnet_cifar.py (Hu et al. 2017), the stride in the 3x3 convolution of
 * bottlenecks. Its stem has a norm and a ReLU, and nothing follows the last unit.
 */

const options = { units, bottleneck, numClasses: cifarClasses, inChannels };

/** [N, C, H, W] → [N, numClasses] */
class CIFARSEPreResNet extends Classifier {
  static override readonly className = 'CIFARSEPreResNet';

  constructor(values: ValuesOf<typeof options>) {
    const { bottleneck } = values;
    const channels = cifarChannels(bottleneck, values.units);
    super(
      new Sequential({
        init_block: new ConvBlock(values.inChannels, 16, { kernelSize: 3, padding: 1 }),
        ...makeStages(16, channels, ({ inChannels, outChannels, stride }) => {
          return new SEPreResUnit(inChannels, outChannels, {
            stride,
            bottleneck,
            conv1Stride: false,
          });
        }),
        final_pool: new AvgPool2d(8, { stride: 1 }),
      }),
      new Linear(lastChannels(channels), values.numClasses),
    );
  }
}

/** pytorchcv's CIFARSEPreResNet class and its networks. */
export const sepreresnetCifar = defineArchitecture({
  name: 'pytorchcv/CIFARSEPreResNet',
  words: "pytorchcv's pre-activated SE-ResNet for CIFAR and SVHN",
  options,
  variants: networksOf<typeof options>('pytorchcv', cifarNetworks('sepreresnet'), CIFAR_INPUT),
  open: ['numClasses', 'inChannels'],
  build: (values) => new CIFARSEPreResNet(values),
});
