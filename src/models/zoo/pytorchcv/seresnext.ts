import { AvgPool2d, Linear, Module, ReLU, Sequential } from '../../../nn/index.js';
import type { Tensor } from '../../../tensor/tensor.js';
import { defineArchitecture } from '../../architecture.js';
import type { ValuesOf } from '../../option.js';
import { inChannels, numClasses } from '../../options.js';
import { type Networks, networksOf } from '../networks.js';
import { layers } from '../options.js';
import {
  Classifier,
  type ConvBlock,
  imageNetChannels,
  lastChannels,
  makeStages,
  SEBlock,
} from './common.js';
import { bottleneckWidth, cardinality } from './options.js';
import { identityConv, ResInitBlock } from './res-unit.js';
import { type GroupedUnitOptions, ResNeXtBottleneck } from './resnext-unit.js';

/*
 * pytorchcv 0.0.74's models/seresnext.py (Hu et al. 2017).
 */

/** [N, in, H, W] → [N, out, H / stride, W / stride] */
class SEResNeXtUnit extends Module {
  static override readonly className = 'SEResNeXtUnit';

  readonly body: ResNeXtBottleneck;
  readonly se: SEBlock;
  readonly identity_conv: ConvBlock | null;
  readonly activ: ReLU;

  constructor(inChannels: number, outChannels: number, options: GroupedUnitOptions) {
    super();
    this.body = new ResNeXtBottleneck(inChannels, outChannels, options);
    this.se = new SEBlock(outChannels);
    this.identity_conv = identityConv(inChannels, outChannels, options.stride);
    this.activ = new ReLU();
  }

  override forward(x: Tensor): Tensor {
    const identity = this.identity_conv === null ? x : this.identity_conv.call(x);
    const out = this.se.call(this.body.call(x));
    return this.activ.call(out.add(identity));
  }
}

const options = {
  layers,
  cardinality,
  bottleneckWidth,
  numClasses,
  inChannels,
};

/** [N, C, H, W] → [N, numClasses] */
class SEResNeXt extends Classifier {
  static override readonly className = 'SEResNeXt';

  constructor(values: ValuesOf<typeof options>) {
    const channels = imageNetChannels(true, values.layers);
    super(
      new Sequential({
        init_block: new ResInitBlock(values.inChannels, 64),
        ...makeStages(
          64,
          channels,
          (place) =>
            new SEResNeXtUnit(place.inChannels, place.outChannels, { ...values, ...place }),
        ),
        final_pool: new AvgPool2d(7, { stride: 1 }),
      }),
      new Linear(lastChannels(channels), values.numClasses),
    );
  }
}

const NETWORKS: Networks<typeof options> = {
  seresnext50_32x4d: { layers: [3, 4, 6, 3] },
  seresnext101_32x4d: { layers: [3, 4, 23, 3] },
  seresnext101_64x4d: { layers: [3, 4, 23, 3], cardinality: 64 },
};

/** pytorchcv's SEResNeXt class and its networks. */
export const seresnext = defineArchitecture({
  name: 'pytorchcv/SEResNeXt',
  words: "pytorchcv's SE-ResNeXt",
  options,
  variants: networksOf('pytorchcv', NETWORKS),
  open: ['numClasses', 'inChannels'],
  build: (values) => new SEResNeXt(values),
});
