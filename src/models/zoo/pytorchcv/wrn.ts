import {
  AvgPool2d,
  Conv2d,
  Linear,
  MaxPool2d,
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
import { Classifier, imageNetChannels, lastChannels, makeStages } from './common.js';
import { widthFactor } from './options.js';

/*
 * pytorchcv 0.0.74's models/wrn.py (Zagoruyko and Komodakis 2016): convolutions have biases and no norms.
 */

interface ConvOptions {
  readonly kernelSize: 1 | 3 | 7;
  /** 1 by default. */
  readonly stride?: number;
  /** Whether a ReLU follows; true by default. */
  readonly activate?: boolean;
}

/** [N, in, H, W] → [N, out, H / stride, W / stride] */
class WRNConv extends Module {
  static override readonly className = 'WRNConv';

  readonly conv: Conv2d;
  readonly activ: ReLU | null;

  constructor(inChannels: number, outChannels: number, options: ConvOptions) {
    super();
    const { kernelSize, stride = 1, activate = true } = options;
    const padding = (kernelSize - 1) / 2;
    this.conv = new Conv2d(inChannels, outChannels, { kernelSize, stride, padding });
    this.activ = activate ? new ReLU() : null;
  }

  override forward(x: Tensor): Tensor {
    x = this.conv.call(x);
    return this.activ === null ? x : this.activ.call(x);
  }
}

/** [N, in, H, W] → [N, out, H / stride, W / stride] */
class WRNBottleneck extends Module {
  static override readonly className = 'WRNBottleneck';

  readonly conv1: WRNConv;
  readonly conv2: WRNConv;
  readonly conv3: WRNConv;

  constructor(inChannels: number, outChannels: number, stride: number, widthFactor: number) {
    super();
    const midChannels = Math.floor(outChannels / 4) * widthFactor;
    this.conv1 = new WRNConv(inChannels, midChannels, { kernelSize: 1 });
    this.conv2 = new WRNConv(midChannels, midChannels, { kernelSize: 3, stride });
    this.conv3 = new WRNConv(midChannels, outChannels, { kernelSize: 1, activate: false });
  }

  override forward(x: Tensor): Tensor {
    return this.conv3.call(this.conv2.call(this.conv1.call(x)));
  }
}

/** [N, in, H, W] → [N, out, H / stride, W / stride] */
class WRNUnit extends Module {
  static override readonly className = 'WRNUnit';

  readonly body: WRNBottleneck;
  readonly identity_conv: WRNConv | null;
  readonly activ: ReLU;

  constructor(inChannels: number, outChannels: number, stride: number, widthFactor: number) {
    super();
    const isSame = inChannels === outChannels && stride === 1;
    this.body = new WRNBottleneck(inChannels, outChannels, stride, widthFactor);
    this.identity_conv = isSame
      ? null
      : new WRNConv(inChannels, outChannels, { kernelSize: 1, stride, activate: false });
    this.activ = new ReLU();
  }

  override forward(x: Tensor): Tensor {
    const identity = this.identity_conv === null ? x : this.identity_conv.call(x);
    return this.activ.call(this.body.call(x).add(identity));
  }
}

/** [N, in, H, W] → [N, out, H / 4, W / 4] */
class WRNInitBlock extends Module {
  static override readonly className = 'WRNInitBlock';

  readonly conv: WRNConv;
  readonly pool: MaxPool2d;

  constructor(inChannels: number, outChannels: number) {
    super();
    this.conv = new WRNConv(inChannels, outChannels, { kernelSize: 7, stride: 2 });
    this.pool = new MaxPool2d(3, { stride: 2, padding: 1 });
  }

  override forward(x: Tensor): Tensor {
    return this.pool.call(this.conv.call(x));
  }
}

const options = { layers, widthFactor, numClasses, inChannels };

/** [N, C, H, W] → [N, numClasses] */
class WRN extends Classifier {
  static override readonly className = 'WRN';

  constructor(values: ValuesOf<typeof options>) {
    const { widthFactor } = values;
    const channels = imageNetChannels(true, values.layers);
    super(
      new Sequential({
        init_block: new WRNInitBlock(values.inChannels, 64),
        ...makeStages(64, channels, ({ inChannels, outChannels, stride }) => {
          return new WRNUnit(inChannels, outChannels, stride, widthFactor);
        }),
        final_pool: new AvgPool2d(7, { stride: 1 }),
      }),
      new Linear(lastChannels(channels), values.numClasses),
    );
  }
}

const NETWORKS: Networks<typeof options> = { wrn50_2: {} };

/** pytorchcv's WRN class and its network. */
export const wrn = defineArchitecture({
  name: 'pytorchcv/WRN',
  words: "pytorchcv's Wide ResNet",
  options,
  variants: networksOf('pytorchcv', NETWORKS),
  open: ['numClasses', 'inChannels'],
  build: (values) => new WRN(values),
});
