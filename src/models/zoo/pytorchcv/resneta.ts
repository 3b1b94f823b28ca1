import {
  AdaptiveAvgPool2d,
  AvgPool2d,
  Linear,
  Module,
  ReLU,
  Sequential,
} from '../../../nn/index.js';
import type { Tensor } from '../../../tensor/tensor.js';
import { defineArchitecture } from '../../architecture.js';
import type { ValuesOf } from '../../option.js';
import { inChannels, numClasses } from '../../options.js';
import { type Networks, networksOf } from '../networks.js';
import { layers } from '../options.js';
import { Classifier, ConvBlock, imageNetChannels, lastChannels, makeStages } from './common.js';
import { bottleneck, conv1Stride, networksOfDepths } from './options.js';
import { resBody, SEInitBlock, type UnitOptions } from './res-unit.js';

/*
 * pytorchcv 0.0.74's models/resneta.py: a deep stem of 32, 32 and 64 channels, and shortcuts that pool.
 */

/** [N, in, H, W] → [N, out, H / stride, W / stride] */
class ResADownBlock extends Module {
  static override readonly className = 'ResADownBlock';

  readonly pool: AvgPool2d;
  readonly conv: ConvBlock;

  constructor(inChannels: number, outChannels: number, stride: number) {
    super();
    this.pool = new AvgPool2d(stride, { stride, ceilMode: true, countIncludePad: false });
    this.conv = new ConvBlock(inChannels, outChannels, { kernelSize: 1, activate: false });
  }

  override forward(x: Tensor): Tensor {
    return this.conv.call(this.pool.call(x));
  }
}

/** [N, in, H, W] → [N, out, H / stride, W / stride] */
class ResAUnit extends Module {
  static override readonly className = 'ResAUnit';

  readonly body: Module;
  readonly identity_block: ResADownBlock | null;
  readonly activ: ReLU;

  constructor(inChannels: number, outChannels: number, options: UnitOptions) {
    super();
    const isSame = inChannels === outChannels && options.stride === 1;
    this.body = resBody(inChannels, outChannels, options);
    this.identity_block = isSame
      ? null
      : new ResADownBlock(inChannels, outChannels, options.stride);
    this.activ = new ReLU();
  }

  override forward(x: Tensor): Tensor {
    const identity = this.identity_block === null ? x : this.identity_block.call(x);
    return this.activ.call(this.body.call(x).add(identity));
  }
}

const options = { layers, bottleneck, conv1Stride, numClasses, inChannels };

/** [N, C, H, W] → [N, numClasses] */
class ResNetA extends Classifier {
  static override readonly className = 'ResNetA';

  constructor(values: ValuesOf<typeof options>) {
    const channels = imageNetChannels(values.bottleneck, values.layers);
    super(
      new Sequential({
        init_block: new SEInitBlock(values.inChannels, 64),
        ...makeStages(
          64,
          channels,
          (place) => new ResAUnit(place.inChannels, place.outChannels, { ...values, ...place }),
        ),
        final_pool: new AdaptiveAvgPool2d(1),
      }),
      new Linear(lastChannels(channels), values.numClasses),
    );
  }
}

const NETWORKS: Networks<typeof options> = networksOfDepths('resneta', [
  10,
  'bc14b',
  18,
  '50b',
  '101b',
  '152b',
]);

/** pytorchcv's ResNetA class and its networks. */
export const resneta = defineArchitecture({
  name: 'pytorchcv/ResNetA',
  words: "pytorchcv's ResNet-A",
  options,
  variants: networksOf('pytorchcv', NETWORKS),
  open: ['numClasses', 'inChannels'],
  build: (values) => new ResNetA(values),
});
