import { AvgPool2d, Linear, Sequential } from '../../../nn/index.js';
import { defineArchitecture } from '../../architecture.js';
import type { ValuesOf } from '../../option.js';
import { inChannels } from '../../options.js';
import { type Networks, networksOf } from '../networks.js';
import { Classifier, ConvBlock, lastChannels, makeStages, stageChannels } from './common.js';
import {
  bottleneckWidth,
  cardinality,
  CIFAR_INPUT,
  cifarClasses,
  forCifar,
  threeStages,
  units,
} from './options.js';
import { ResNeXtUnit } from './resnext-unit.js';

/*
 * pytorchcv 0.0.74's models/resnext_cifar.py (Xie et al. 2016).
 */

const options = {
  units,
  cardinality,
  bottleneckWidth,
  numClasses: cifarClasses,
  inChannels,
};

/** [N, C, H, W] → [N, numClasses] */
class CIFARResNeXt extends Classifier {
  static override readonly className = 'CIFARResNeXt';

  constructor(values: ValuesOf<typeof options>) {
    const channels = stageChannels([256, 512, 1024], values.units);
    super(
      new Sequential({
        init_block: new ConvBlock(values.inChannels, 64, { kernelSize: 3, padding: 1 }),
        ...makeStages(
          64,
          channels,
          (place) => new ResNeXtUnit(place.inChannels, place.outChannels, { ...values, ...place }),
        ),
        final_pool: new AvgPool2d(8, { stride: 1 }),
      }),
      new Linear(lastChannels(channels), values.numClasses),
    );
  }
}

const NETWORKS: Networks<typeof options> = forCifar({
  resnext20_16x4d: { units: threeStages(2), cardinality: 16 },
  resnext20_32x2d: { units: threeStages(2), bottleneckWidth: 2 },
  resnext20_32x4d: { units: threeStages(2) },
  resnext29_32x4d: { units: threeStages(3) },
  resnext29_16x64d: { units: threeStages(3), cardinality: 16, bottleneckWidth: 64 },
  resnext272_1x64d: { units: threeStages(30), cardinality: 1, bottleneckWidth: 64 },
  resnext272_2x32d: { units: threeStages(30), cardinality: 2, bottleneckWidth: 32 },
});

/** pytorchcv's CIFARResNeXt class and its networks. */
export const resnextCifar = defineArchitecture({
  name: 'pytorchcv/CIFARResNeXt',
  words: "pytorchcv's ResNeXt for CIFAR and SVHN",
  options,
  variants: networksOf('pytorchcv', NETWORKS, CIFAR_INPUT),
  open: ['numClasses', 'inChannels'],
  build: (values) => new CIFARResNeXt(values),
});
