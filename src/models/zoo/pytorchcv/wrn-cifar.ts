import { AvgPool2d, Conv2d, Linear, Sequential } from '../../../nn/index.js';
import { defineArchitecture } from '../../architecture.js';
import { type ValuesOf, withDefault } from '../../option.js';
import { inChannels } from '../../options.js';
import { type Networks, networksOf } from '../networks.js';
import { Classifier, lastChannels, makeStages, stageChannels } from './common.js';
import { CIFAR_INPUT, cifarClasses, forCifar, threeStages, units, widthFactor } from './options.js';
import { PreResActivation, PreResUnit } from './pre-res-unit.js';

/*
 * pytorchcv 0.0.74's models/wrn_cifar.py (Zagoruyko and Komodakis 2016).
 */

const options = {
  units,
  widthFactor: withDefault(widthFactor, 10),
  numClasses: cifarClasses,
  inChannels,
};

/** [N, C, H, W] → [N, numClasses] */
class CIFARWRN extends Classifier {
  static override readonly className = 'CIFARWRN';

  constructor(values: ValuesOf<typeof options>) {
    const planes = [16, 32, 64].map((count) => count * values.widthFactor);
    const channels = stageChannels(planes, values.units);
    super(
      new Sequential({
        init_block: new Conv2d(values.inChannels, 16, { kernelSize: 3, padding: 1, bias: false }),
        ...makeStages(16, channels, ({ inChannels, outChannels, stride }) => {
          return new PreResUnit(inChannels, outChannels, {
            stride,
            bottleneck: false,
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

const NETWORKS: Networks<typeof options> = forCifar({
  wrn16_10: { units: threeStages(2) },
  wrn28_10: { units: threeStages(4) },
  wrn40_8: { units: threeStages(6), widthFactor: 8 },
});

/** pytorchcv's CIFARWRN class and its networks. */
export const wrnCifar = defineArchitecture({
  name: 'pytorchcv/CIFARWRN',
  words: "pytorchcv's Wide ResNet for CIFAR and SVHN",
  options,
  variants: networksOf('pytorchcv', NETWORKS, CIFAR_INPUT),
  open: ['numClasses', 'inChannels'],
  build: (values) => new CIFARWRN(values),
});
