import { AvgPool2d, Linear, Sequential } from '../../../nn/index.js';
import { defineArchitecture } from '../../architecture.js';
import type { ValuesOf } from '../../option.js';
import { inChannels, numClasses } from '../../options.js';
import { type Networks, networksOf } from '../networks.js';
import { layers } from '../options.js';
import {
  Classifier,
  imageNetChannels,
  lastChannels,
  makeStages,
  scaledChannels,
} from './common.js';
import { bottleneck, conv1Stride, networksOfDepths, USUAL_DEPTHS, widthScale } from './options.js';
import { PreResActivation, PreResInitBlock, PreResUnit } from './pre-res-unit.js';

/*
 * pytorchcv 0.0.74's models/preresnet.py (He et al. 2016).
 */

const options = { layers, bottleneck, conv1Stride, widthScale, numClasses, inChannels };

/** [N, C, H, W] → [N, numClasses] */
class PreResNet extends Classifier {
  static override readonly className = 'PreResNet';

  constructor(values: ValuesOf<typeof options>) {
    const initChannels = Math.floor(64 * values.widthScale);
    const channels = scaledChannels(
      imageNetChannels(values.bottleneck, values.layers),
      values.widthScale,
    );
    super(
      new Sequential({
        init_block: new PreResInitBlock(values.inChannels, initChannels),
        ...makeStages(
          initChannels,
          channels,
          (place) => new PreResUnit(place.inChannels, place.outChannels, { ...values, ...place }),
        ),
        post_activ: new PreResActivation(lastChannels(channels)),
        final_pool: new AvgPool2d(7, { stride: 1 }),
      }),
      new Linear(lastChannels(channels), values.numClasses),
    );
  }
}

const USUAL = networksOfDepths('preresnet', [...USUAL_DEPTHS, '269b']);

const NETWORKS: Networks<typeof options> = {
  ...USUAL,
  preresnet18_wd4: { ...USUAL['preresnet18'], widthScale: 0.25 },
  preresnet18_wd2: { ...USUAL['preresnet18'], widthScale: 0.5 },
  preresnet18_w3d4: { ...USUAL['preresnet18'], widthScale: 0.75 },
};

/** pytorchcv's PreResNet class and its networks. */
export const preresnet = defineArchitecture({
  name: 'pytorchcv/PreResNet',
  words: "pytorchcv's pre-activated ResNet",
  options,
  variants: networksOf('pytorchcv', NETWORKS),
  open: ['numClasses', 'inChannels'],
  build: (values) => new PreResNet(values),
});
