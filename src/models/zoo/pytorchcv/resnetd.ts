import { AdaptiveAvgPool2d, Linear, Sequential } from '../../../nn/index.js';
import { defineArchitecture } from '../../architecture.js';
import type { ValuesOf } from '../../option.js';
import { inChannels, numClasses } from '../../options.js';
import { type Networks, networksOf } from '../networks.js';
import { layers } from '../options.js';
import { Classifier, imageNetChannels, lastChannels, makeStages, type Place } from './common.js';
import { bottleneck, conv1Stride, networksOfDepths } from './options.js';
import { ResUnit, SEInitBlock } from './res-unit.js';

/*
 * pytorchcv 0.0.74's models/resnetd.py, a dilated ResNet (Yu et al. 2017): stages 3 and 4 keep the size of
 * their input. It is not what other zoos call ResNet-D.
 */

/** The zoo's container of features, which can also give those of single stages. */
class MultiOutputSequential extends Sequential {
  static override readonly className = 'MultiOutputSequential';
}

/** Twice that of the stage before from stage 3 on, where it begins with the second unit. */
function dilationOf({ stage, unit }: Place): number {
  return 2 ** Math.max(0, stage - (unit === 0 ? 2 : 1));
}

const options = { layers, bottleneck, conv1Stride, numClasses, inChannels };

/** [N, C, H, W] → [N, numClasses] */
class ResNetD extends Classifier {
  static override readonly className = 'ResNetD';

  constructor(values: ValuesOf<typeof options>) {
    const { bottleneck, conv1Stride } = values;
    const channels = imageNetChannels(bottleneck, values.layers);
    super(
      new MultiOutputSequential({
        init_block: new SEInitBlock(values.inChannels, 128),
        ...makeStages(128, channels, (place) => {
          const { inChannels, outChannels } = place;
          const stride = place.stage < 2 ? place.stride : 1;
          const dilation = dilationOf(place);
          const unit = { stride, dilation, bottleneck, conv1Stride };
          return new ResUnit(inChannels, outChannels, unit);
        }),
        final_pool: new AdaptiveAvgPool2d(1),
      }),
      new Linear(lastChannels(channels), values.numClasses),
    );
  }
}

const NETWORKS: Networks<typeof options> = networksOfDepths('resnetd', ['50b', '101b', '152b']);

/** pytorchcv's ResNetD class and its networks. */
export const resnetd = defineArchitecture({
  name: 'pytorchcv/ResNetD',
  words: "pytorchcv's dilated ResNet",
  options,
  variants: networksOf('pytorchcv', NETWORKS),
  open: ['numClasses', 'inChannels'],
  build: (values) => new ResNetD(values),
});
