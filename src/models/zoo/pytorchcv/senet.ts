import { AvgPool2d, Dropout, Linear, Module, ReLU, Sequential } from '../../../nn/index.js';
import type { Tensor } from '../../../tensor/tensor.js';
import { defineArchitecture } from '../../architecture.js';
import type { ValuesOf } from '../../option.js';
import { inChannels, numClasses } from '../../options.js';
import { type Networks, networksOf } from '../networks.js';
import { layers } from '../options.js';
import {
  Classifier,
  ConvBlock,
  imageNetChannels,
  lastChannels,
  makeStages,
  SEBlock,
} from './common.js';
import { bottleneckWidth, cardinality } from './options.js';
import { identityConv, SEInitBlock } from './res-unit.js';
import { type GroupedUnitOptions, groupWidth } from './resnext-unit.js';

/*
 * pytorchcv 0.0.74's models/senet.py (Hu et al. 2017).
 */

interface UnitOptions extends GroupedUnitOptions {
  /** Whether a 3x3 convolution stands beside the body, not a 1x1. */
  readonly identityConv3x3: boolean;
}

/** [N, in, H, W] → [N, out, H / stride, W / stride] */
class SENetBottleneck extends Module {
  static override readonly className = 'SENetBottleneck';

  readonly conv1: ConvBlock;
  readonly conv2: ConvBlock;
  readonly conv3: ConvBlock;

  constructor(inChannels: number, outChannels: number, options: GroupedUnitOptions) {
    super();
    const width = groupWidth(outChannels, options);
    const halfWidth = Math.floor(width / 2);
    this.conv1 = new ConvBlock(inChannels, halfWidth, { kernelSize: 1 });
    this.conv2 = new ConvBlock(halfWidth, width, {
      kernelSize: 3,
      stride: options.stride,
      padding: 1,
      groups: options.cardinality,
    });
    this.conv3 = new ConvBlock(width, outChannels, { kernelSize: 1, activate: false });
  }

  override forward(x: Tensor): Tensor {
    return this.conv3.call(this.conv2.call(this.conv1.call(x)));
  }
}

/** [N, in, H, W] → [N, out, H / stride, W / stride] */
class SENetUnit extends Module {
  static override readonly className = 'SENetUnit';

  readonly body: SENetBottleneck;
  readonly se: SEBlock;
  readonly identity_conv: ConvBlock | null;
  readonly activ: ReLU;

  constructor(inChannels: number, outChannels: number, options: UnitOptions) {
    super();
    const { stride, identityConv3x3 } = options;
    this.body = new SENetBottleneck(inChannels, outChannels, options);
    this.se = new SEBlock(outChannels);
    this.identity_conv = identityConv(inChannels, outChannels, stride, identityConv3x3 ? 3 : 1);
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
class SENet extends Classifier {
  static override readonly className = 'SENet';

  constructor(values: ValuesOf<typeof options>) {
    const channels = imageNetChannels(true, values.layers);
    super(
      new Sequential({
        init_block: new SEInitBlock(values.inChannels, 128),
        ...makeStages(128, channels, (place) => {
          const identityConv3x3 = place.stage !== 0;
          const { inChannels, outChannels } = place;
          return new SENetUnit(inChannels, outChannels, { ...values, ...place, identityConv3x3 });
        }),
        final_pool: new AvgPool2d(7, { stride: 1 }),
      }),
      new Sequential({
        dropout: new Dropout(0.2),
        fc: new Linear(lastChannels(channels), values.numClasses),
      }),
    );
  }
}

const NETWORKS: Networks<typeof options> = {
  senet16: { layers: [1, 1, 1, 1] },
  senet28: { layers: [2, 2, 2, 2] },
  senet40: { layers: [3, 3, 3, 3] },
  senet52: { layers: [3, 4, 6, 3] },
  senet103: { layers: [3, 4, 23, 3] },
  senet154: { layers: [3, 8, 36, 3], cardinality: 64 },
};

/** pytorchcv's SENet class and its networks. */
export const senet = defineArchitecture({
  name: 'pytorchcv/SENet',
  words: "pytorchcv's SENet",
  options,
  variants: networksOf('pytorchcv', NETWORKS),
  open: ['numClasses', 'inChannels'],
  build: (values) => new SENet(values),
});
