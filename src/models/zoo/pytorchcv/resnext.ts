import { AvgPool2d, Linear, Sequential } from '../../../nn/index.js';
import { defineArchitecture } from '../../architecture.js';
import type { ValuesOf } from '../../option.js';
import { inChannels, numClasses } from '../../options.js';
import { type Networks, networksOf } from '../networks.js';
import { layers } from '../options.js';
import { Classifier, imageNetChannels, lastChannels, makeStages } from './common.js';
import { bottleneckWidth, cardinality } from './options.js';
import { ResInitBlock } from './res-unit.js';
import { ResNeXtUnit } from './resnext-unit.js';

/*
 * pytorchcv 0.0.74's models/resnext.py (Xie et al. 2016).
 */

const options = {
  layers,
  cardinality,
  bottleneckWidth,
  numClasses,
  inChannels,
};

/** [N, C, H, W] → [N, numClasses] */
class ResNeXt extends Classifier {
  static override readonly className = 'ResNeXt';

  constructor(values: ValuesOf<typeof options>) {
    const channels = imageNetChannels(true, values.layers);
    super(
      new Sequential({
        init_block: new ResInitBlock(values.inChannels, 64),
        ...makeStages(
          64,
          channels,
          (place) => new ResNeXtUnit(place.inChannels, place.outChannels, { ...values, ...place }),
        ),
        final_pool: new AvgPool2d(7, { stride: 1 }),
      }),
      new Linear(lastChannels(channels), values.numClasses),
    );
  }
}

const NETWORKS: Networks<typeof options> = {
  resnext14_16x4d: { layers: [1, 1, 1, 1], cardinality: 16 },
  resnext14_32x2d: { layers: [1, 1, 1, 1], bottleneckWidth: 2 },
  resnext14_32x4d: { layers: [1, 1, 1, 1] },
  resnext26_16x4d: { layers: [2, 2, 2, 2], cardinality: 16 },
  resnext26_32x2d: { layers: [2, 2, 2, 2], bottleneckWidth: 2 },
  resnext26_32x4d: { layers: [2, 2, 2, 2] },
  resnext38_32x4d: { layers: [3, 3, 3, 3] },
  resnext50_32x4d: { layers: [3, 4, 6, 3] },
  resnext101_32x4d: { layers: [3, 4, 23, 3] },
  resnext101_64x4d: { layers: [3, 4, 23, 3], cardinality: 64 },
};

/** pytorchcv's ResNeXt class and its networks. */
export const resnext = defineArchitecture({
  name: 'pytorchcv/ResNeXt',
  words: "pytorchcv's ResNeXt",
  options,
  variants: networksOf('pytorchcv', NETWORKS),
  open: ['numClasses', 'inChannels'],
  build: (values) => new ResNeXt(values),
});
