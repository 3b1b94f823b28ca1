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
import {
  bottleneck,
  conv1Stride,
  forCub,
  networksOfDepths,
  USUAL_DEPTHS,
  widthScale,
} from './options.js';
import { ResInitBlock, ResUnit } from './res-unit.js';

/*
 * pytorchcv 0.0.74's models/resnet.py (He et al. 2015).
 */

const options = { layers, bottleneck, conv1Stride, widthScale, numClasses, inChannels };

/** [N, C, H, W] → [N, numClasses] */
class ResNet extends Classifier {
  static override readonly className = 'ResNet';

  constructor(values: ValuesOf<typeof options>) {
    const initChannels = Math.floor(64 * values.widthScale);
    const channels = scaledChannels(
      imageNetChannels(values.bottleneck, values.layers),
      values.widthScale,
    );
    super(
      new Sequential({
        init_block: new ResInitBlock(values.inChannels, initChannels),
        ...makeStages(
          initChannels,
          channels,
          (place) => new ResUnit(place.inChannels, place.outChannels, { ...values, ...place }),
        ),
        final_pool: new AvgPool2d(7, { stride: 1 }),
      }),
      new Linear(lastChannels(channels), values.numClasses),
    );
  }
}

const USUAL = networksOfDepths('resnet', USUAL_DEPTHS);

const NETWORKS: Networks<typeof options> = {
  ...USUAL,
  resnet18_wd4: { ...USUAL['resnet18'], widthScale: 0.25 },
  resnet18_wd2: { ...USUAL['resnet18'], widthScale: 0.5 },
  resnet18_w3d4: { ...USUAL['resnet18'], widthScale: 0.75 },
  ...forCub(USUAL),
};

/** pytorchcv's ResNet class and its networks. */
export const resnet = defineArchitecture({
  name: 'pytorchcv/ResNet',
  words: "pytorchcv's ResNet",
  options,
  variants: networksOf('pytorchcv', NETWORKS),
  open: ['numClasses', 'inChannels'],
  build: (values) => new ResNet(values),
});
