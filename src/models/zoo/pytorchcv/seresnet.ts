import { AvgPool2d, Linear, Sequential } from '../../../nn/index.js';
import { defineArchitecture } from '../../architecture.js';
import type { ValuesOf } from '../../option.js';
import { inChannels, numClasses } from '../../options.js';
import { type Networks, networksOf } from '../networks.js';
import { layers } from '../options.js';
import { Classifier, imageNetChannels, lastChannels, makeStages } from './common.js';
import { bottleneck, conv1Stride, forCub, networksOfDepths, USUAL_DEPTHS } from './options.js';
import { ResInitBlock } from './res-unit.js';
import { SEResUnit } from './se-res-unit.js';

/*
 * pytorchcv 0.0.74's models/seresnet.py (Hu et al. 2017).
 */

const options = { layers, bottleneck, conv1Stride, numClasses, inChannels };

/** [N, C, H, W] → [N, numClasses] */
class SEResNet extends Classifier {
  static override readonly className = 'SEResNet';

  constructor(values: ValuesOf<typeof options>) {
    const channels = imageNetChannels(values.bottleneck, values.layers);
    super(
      new Sequential({
        init_block: new ResInitBlock(values.inChannels, 64),
        ...makeStages(
          64,
          channels,
          (place) => new SEResUnit(place.inChannels, place.outChannels, { ...values, ...place }),
        ),
        final_pool: new AvgPool2d(7, { stride: 1 }),
      }),
      new Linear(lastChannels(channels), values.numClasses),
    );
  }
}

// It has a seresnetbc14b for CUB alone.
const NETWORKS: Networks<typeof options> = {
  ...networksOfDepths(
    'seresnet',
    USUAL_DEPTHS.filter((depth) => depth !== 'bc14b'),
  ),
  ...forCub(networksOfDepths('seresnet', USUAL_DEPTHS)),
};

/** pytorchcv's SEResNet class and its networks. */
export const seresnet = defineArchitecture({
  name: 'pytorchcv/SEResNet',
  words: "pytorchcv's SE-ResNet",
  options,
  variants: networksOf('pytorchcv', NETWORKS),
  open: ['numClasses', 'inChannels'],
  build: (values) => new SEResNet(values),
});
