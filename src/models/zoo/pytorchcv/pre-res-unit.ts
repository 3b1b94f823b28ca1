import { BatchNorm2d, Conv2d, MaxPool2d, Module, ReLU } from '../../../nn/index.js';
import type { Tensor } from '../../../tensor/tensor.js';
import type { UnitOptions } from './res-unit.js';

/*
 * The pre-activated blocks of pytorchcv 0.0.74's models/common.py and models/preresnet.py, which all of its
 * pre-activated networks have.
 */

/** What a {@link PreConvBlock} and a body give: the output, and the input after its norm and ReLU. */
export type PreActivated = readonly [out: Tensor, preActivated: Tensor];

/** A norm, a ReLU and a convolution: [N, in, H, W] → [N, out, H', W'] and [N, in, H, W] */
export class PreConvBlock extends Module<PreActivated> {
  static override readonly className = 'PreConvBlock';

  readonly bn: BatchNorm2d;
  readonly activ: ReLU;
  readonly conv: Conv2d;

  constructor(inChannels: number, outChannels: number, kernelSize: 1 | 3, stride = 1) {
    super();
    const padding = (kernelSize - 1) / 2;
    this.bn = new BatchNorm2d(inChannels);
    this.activ = new ReLU();
    this.conv = new Conv2d(inChannels, outChannels, { kernelSize, stride, padding, bias: false });
  }

  override forward(x: Tensor): PreActivated {
    const preActivated = this.activ.call(this.bn.call(x));
    return [this.conv.call(preActivated), preActivated];
  }
}

/** [N, in, H, W] → [N, out, H / stride, W / stride] and [N, in, H, W] */
class PreResBlock extends Module<PreActivated> {
  static override readonly className = 'PreResBlock';

  readonly conv1: PreConvBlock;
  readonly conv2: PreConvBlock;

  constructor(inChannels: number, outChannels: number, stride: number) {
    super();
    this.conv1 = new PreConvBlock(inChannels, outChannels, 3, stride);
    this.conv2 = new PreConvBlock(outChannels, outChannels, 3);
  }

  override forward(x: Tensor): PreActivated {
    const [hidden, preActivated] = this.conv1.call(x);
    const [out] = this.conv2.call(hidden);
    return [out, preActivated];
  }
}

/** [N, in, H, W] → [N, out, H / stride, W / stride] and [N, in, H, W] */
class PreResBottleneck extends Module<PreActivated> {
  static override readonly className = 'PreResBottleneck';

  readonly conv1: PreConvBlock;
  readonly conv2: PreConvBlock;
  readonly conv3: PreConvBlock;

  constructor(inChannels: number, outChannels: number, { stride, conv1Stride }: UnitOptions) {
    super();
    const midChannels = Math.floor(outChannels / 4);
    this.conv1 = new PreConvBlock(inChannels, midChannels, 1, conv1Stride ? stride : 1);
    this.conv2 = new PreConvBlock(midChannels, midChannels, 3, conv1Stride ? 1 : stride);
    this.conv3 = new PreConvBlock(midChannels, outChannels, 1);
  }

  override forward(x: Tensor): PreActivated {
    const [first, preActivated] = this.conv1.call(x);
    const [second] = this.conv2.call(first);
    const [out] = this.conv3.call(second);
    return [out, preActivated];
  }
}

/** The body of a pre-activated unit. */
export function preResBody(
  inChannels: number,
  outChannels: number,
  options: UnitOptions,
): Module<PreActivated> {
  return options.bottleneck
    ? new PreResBottleneck(inChannels, outChannels, options)
    : new PreResBlock(inChannels, outChannels, options.stride);
}

/** The bare convolution beside a body; null if the body's output has its input's shape. */
export function preIdentityConv(
  inChannels: number,
  outChannels: number,
  stride: number,
): Conv2d | null {
  if (inChannels === outChannels && stride === 1) return null;
  return new Conv2d(inChannels, outChannels, { kernelSize: 1, stride, bias: false });
}

/** [N, in, H, W] → [N, out, H / stride, W / stride] */
export class PreResUnit extends Module {
  static override readonly className = 'PreResUnit';

  readonly body: Module<PreActivated>;
  readonly identity_conv: Conv2d | null;

  constructor(inChannels: number, outChannels: number, options: UnitOptions) {
    super();
    this.body = preResBody(inChannels, outChannels, options);
    this.identity_conv = preIdentityConv(inChannels, outChannels, options.stride);
  }

  override forward(x: Tensor): Tensor {
    const [out, preActivated] = this.body.call(x);
    const identity = this.identity_conv === null ? x : this.identity_conv.call(preActivated);
    return out.add(identity);
  }
}

/** The stem: [N, in, H, W] → [N, out, H / 4, W / 4] */
export class PreResInitBlock extends Module {
  static override readonly className = 'PreResInitBlock';

  readonly conv: Conv2d;
  readonly bn: BatchNorm2d;
  readonly activ: ReLU;
  readonly pool: MaxPool2d;

  constructor(inChannels: number, outChannels: number) {
    super();
    this.conv = new Conv2d(inChannels, outChannels, {
      kernelSize: 7,
      stride: 2,
      padding: 3,
      bias: false,
    });
    this.bn = new BatchNorm2d(outChannels);
    this.activ = new ReLU();
    this.pool = new MaxPool2d(3, { stride: 2, padding: 1 });
  }

  override forward(x: Tensor): Tensor {
    x = this.activ.call(this.bn.call(this.conv.call(x)));
    return this.pool.call(x);
  }
}

/** The norm and ReLU after the last unit: [N, C, H, W] → [N, C, H, W] */
export class PreResActivation extends Module {
  static override readonly className = 'PreResActivation';

  readonly bn: BatchNorm2d;
  readonly activ: ReLU;

  constructor(channels: number) {
    super();
    this.bn = new BatchNorm2d(channels);
    this.activ = new ReLU();
  }

  override forward(x: Tensor): Tensor {
    return this.activ.call(this.bn.call(x));
  }
}
