import {
  AdaptiveAvgPool2d,
  AdaptiveMaxPool2d,
  AvgPool2d,
  Linear,
  Module,
  ReLU,
  Sequential,
  Sigmoid,
} from '../../../nn/index.js';
import { cat, type Tensor } from '../../../tensor/tensor.js';
import { defineArchitecture } from '../../architecture.js';
import type { ValuesOf } from '../../option.js';
import { inChannels, numClasses } from '../../options.js';
import { type Networks, networksOf } from '../networks.js';
import { layers } from '../options.js';
import { Classifier, ConvBlock, imageNetChannels, lastChannels, makeStages } from './common.js';
import { bottleneck } from './options.js';
import { identityConv, resBody, ResInitBlock } from './res-unit.js';

/*
 * pytorchcv 0.0.74's models/cbamresnet.py (Woo et al. 2018), the stride in the 3x3 convolution of bottlenecks.
 */

/** What the channel gate divides channels by in its middle. */
const REDUCTION = 16;

/** [N, C, 1, 1] → [N, C] */
class MLP extends Module {
  static override readonly className = 'MLP';

  readonly fc1: Linear;
  readonly activ: ReLU;
  readonly fc2: Linear;

  constructor(channels: number) {
    super();
    const midChannels = Math.floor(channels / REDUCTION);
    this.fc1 = new Linear(channels, midChannels);
    this.activ = new ReLU();
    this.fc2 = new Linear(midChannels, channels);
  }

  override forward(x: Tensor): Tensor {
    x = this.activ.call(this.fc1.call(x.flatten(1)));
    return this.fc2.call(x);
  }
}

/** Scales each channel: [N, C, H, W] → [N, C, H, W] */
class ChannelGate extends Module {
  static override readonly className = 'ChannelGate';

  readonly avg_pool: AdaptiveAvgPool2d;
  readonly max_pool: AdaptiveMaxPool2d;
  readonly mlp: MLP;
  readonly sigmoid: Sigmoid;

  constructor(channels: number) {
    super();
    this.avg_pool = new AdaptiveAvgPool2d([1, 1]);
    this.max_pool = new AdaptiveMaxPool2d([1, 1]);
    this.mlp = new MLP(channels);
    this.sigmoid = new Sigmoid();
  }

  override forward(x: Tensor): Tensor {
    const ofMean = this.mlp.call(this.avg_pool.call(x));
    const ofMax = this.mlp.call(this.max_pool.call(x));
    const weights = this.sigmoid.call(ofMean.add(ofMax));
    return x.mul(weights.unsqueeze(2).unsqueeze(3));
  }
}

/** Scales each pixel: [N, C, H, W] → [N, C, H, W] */
class SpatialGate extends Module {
  static override readonly className = 'SpatialGate';

  readonly conv: ConvBlock;
  readonly sigmoid: Sigmoid;

  constructor() {
    super();
    this.conv = new ConvBlock(2, 1, { kernelSize: 7, padding: 3, activate: false });
    this.sigmoid = new Sigmoid();
  }

  override forward(x: Tensor): Tensor {
    const weights = cat([x.amax(1).unsqueeze(1), x.mean(1).unsqueeze(1)], 1);
    return x.mul(this.sigmoid.call(this.conv.call(weights)));
  }
}

/** [N, C, H, W] → [N, C, H, W] */
class CbamBlock extends Module {
  static override readonly className = 'CbamBlock';

  readonly ch_gate: ChannelGate;
  readonly sp_gate: SpatialGate;

  constructor(channels: number) {
    super();
    this.ch_gate = new ChannelGate(channels);
    this.sp_gate = new SpatialGate();
  }

  override forward(x: Tensor): Tensor {
    return this.sp_gate.call(this.ch_gate.call(x));
  }
}

/** [N, in, H, W] → [N, out, H / stride, W / stride] */
class CbamResUnit extends Module {
  static override readonly className = 'CbamResUnit';

  readonly body: Module;
  readonly identity_conv: ConvBlock | null;
  readonly cbam: CbamBlock;
  readonly activ: ReLU;

  constructor(inChannels: number, outChannels: number, stride: number, bottleneck: boolean) {
    super();
    this.body = resBody(inChannels, outChannels, { stride, bottleneck, conv1Stride: false });
    this.identity_conv = identityConv(inChannels, outChannels, stride);
    this.cbam = new CbamBlock(outChannels);
    this.activ = new ReLU();
  }

  override forward(x: Tensor): Tensor {
    const identity = this.identity_conv === null ? x : this.identity_conv.call(x);
    const out = this.cbam.call(this.body.call(x));
    return this.activ.call(out.add(identity));
  }
}

const options = { layers, bottleneck, numClasses, inChannels };

/** [N, C, H, W] → [N, numClasses] */
class CbamResNet extends Classifier {
  static override readonly className = 'CbamResNet';

  constructor(values: ValuesOf<typeof options>) {
    const { bottleneck } = values;
    const channels = imageNetChannels(bottleneck, values.layers);
    super(
      new Sequential({
        init_block: new ResInitBlock(values.inChannels, 64),
        ...makeStages(64, channels, ({ inChannels, outChannels, stride }) => {
          return new CbamResUnit(inChannels, outChannels, stride, bottleneck);
        }),
        final_pool: new AvgPool2d(7, { stride: 1 }),
      }),
      new Linear(lastChannels(channels), values.numClasses),
    );
  }
}

const NETWORKS: Networks<typeof options> = {
  cbam_resnet18: { layers: [2, 2, 2, 2], bottleneck: false },
  cbam_resnet34: { layers: [3, 4, 6, 3], bottleneck: false },
  cbam_resnet50: { layers: [3, 4, 6, 3] },
  cbam_resnet101: { layers: [3, 4, 23, 3] },
  cbam_resnet152: { layers: [3, 8, 36, 3] },
};

/** pytorchcv's CbamResNet class and its networks. */
export const cbamresnet = defineArchitecture({
  name: 'pytorchcv/CbamResNet',
  words: "pytorchcv's CBAM-ResNet",
  options,
  variants: networksOf('pytorchcv', NETWORKS),
  open: ['numClasses', 'inChannels'],
  build: (values) => new CbamResNet(values),
});
