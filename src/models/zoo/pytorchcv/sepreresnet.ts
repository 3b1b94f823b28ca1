import { AvgPool2d, Linear, Sequential } from '../../../nn/index.js';
import { defineArchitecture } from '../../architecture.js';
import type { ValuesOf } from '../../option.js';
import { inChannels, numClasses } from '../../options.js';
import { type Networks, networksOf } from '../networks.js';
import { layers } from '../options.js';
import { Classifier, imageNetChannels, lastChannels, makeStages } from './common.js';
import { bottleneck, conv1Stride, networksOfDepths, USUAL_DEPTHS } from './options.js';
import { PreResActivation, PreResInitBlock } from './pre-res-unit.js';
import { SEPreResUnit } from './se-pre-res-unit.js';

/*
 * pytorchcv 0.0.74's models/sepreresnet.py (Hu et al. 2017).
 */

const options = { layers, bottleneck, conv1Stride, numClasses, inChannels };

/** [N, C, H, W] → [N, numClasses] */
class SEPreResNet extends Classifier {
  static override readonly className = 'SEPreResNet';

  constructor(values: ValuesOf<typeof options>) {
    const channels = imageNetChannels(values.bottleneck, values.layers);
    super(
      new Sequential({
        init_block: new PreResInitBlock(values.inChannels, 64),
        ...makeStages(
          64,
          channels,
          (place) => new SEPreResUnit(place.inChannels, place.outChannels, { ...values, ...place }),
        ),
        post_activ: new PreResActivation(lastChannels(channels)),
        final_pool: new AvgPool2d(7, { stride: 1 }),
      }),
      new Linear(lastChannels(channels), values.numClasses),
    );
  }
}

const NETWORKS: Networks<typeof options> = networksOfDepths(
  'sepreresnet',
  USUAL_DEPTHS.filter((depth) => depth !== 'bc14b'),
);

/** pytorchcv's SEPreResNet class and its networks. */
export const sepreresnet = defineArchitecture({
  name: 'pytorchcv/SEPreResNet',
  words: "pytorchcv's pre-activated SE-ResNet",
  options,
  variants: networksOf('pytorchcv', NETWORKS),
  open: ['numClasses', 'inChannels'],
  build: (values) => new SEPreResNet(values),
});
