import { AvgPool2d, Conv2d, Linear, Sequential } from '../../../nn/index.js';
import { defineArchitecture } from '../../architecture.js';
import type { ValuesOf } from '../../option.js';
import { inChannels } from '../../options.js';
import { networksOf } from '../networks.js';
import { cifarChannels, Classifier, lastChannels, makeStages } from './common.js';
import { bottleneck, CIFAR_INPUT, cifarClasses, cifarNetworks, units } from './options.js';
import { PreResActivation, PreResUnit } from './pre-res-unit.js';

/*
 * pytorchcv 0.0.74's models/preresnet_cifar.py (He et al. 2016), the stride in the 3x3 convolution of bottlenecks.
 */

const options = { units, bottleneck, numClasses: cifarClasses, inChannels };

/** [N, C, H, W] → [N, numClasses] */
class CIFARPreResNet extends Classifier {
  static override readonly className = 'CIFARPreResNet';

  constructor(values: ValuesOf<typeof options>) {
    const { bottleneck } = values;
    const channels = cifarChannels(bottleneck, values.units);
    super(
      new Sequential({
        init_block: new Conv2d(values.inChannels, 16, { kernelSize: 3, padding: 1, bias: false }),
        ...makeStages(16, channels, ({ inChannels, outChannels, stride }) => {
          return new PreResUnit(inChannels, outChannels, {
            stride,
            bottleneck,
            conv1Stride: false,
          });
        }),
        post_activ: new PreResActivation(lastChannels(channels)),
        final_pool: new AvgPool2d(8, { stride: 1 }),
      }),
      new Linear(lastChannels(channels), values.numClasses),
    );
  }
}

/** pytorchcv's CIFARPreResNet class and its networks. */
export const preresnetCifar = defineArchitecture({
  name: 'pytorchcv/CIFARPreResNet',
  words: "pytorchcv's pre-activated ResNet for CIFAR and SVHN",
  options,
  variants: networksOf<typeof options>('pytorchcv', cifarNetworks('preresnet'), CIFAR_INPUT),
  open: ['numClasses', 'inChannels'],
  build: (values) => new CIFARPreResNet(values),
});
