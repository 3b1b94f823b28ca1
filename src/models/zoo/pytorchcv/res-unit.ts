import { MaxPool2d, Module, ReLU } from '../../../nn/index.js';
import type { Tensor } from '../../../tensor/tensor.js';
import { ConvBlock } from './common.js';

/*
 * The blocks of pytorchcv 0.0.74's models/resnet.py that its other residual networks have too, and the
 * stem of its models/senet.py.
 */

/** What a unit is built with, besides its channels. */
export interface UnitOptions {
  readonly stride: number;
  readonly bottleneck: boolean;
  /** Whether a bottleneck has its stride in the first convolution, not in the second. */
  readonly conv1Stride: boolean;
  /** Of the 3x3 convolution of a bottleneck, which is padded by as much; 1 by default. */
  readonly dilation?: number;
}

/** [N, in, H, W] → [N, out, H / stride, W / stride] */
export class ResBlock extends Module {
  static override readonly className = 'ResBlock';

  readonly conv1: ConvBlock;
  readonly conv2: ConvBlock;

  constructor(inChannels: number, outChannels: number, stride: number) {
    super();
    this.conv1 = new ConvBlock(inChannels, outChannels, { kernelSize: 3, stride, padding: 1 });
    this.conv2 = new ConvBlock(outChannels, outChannels, {
      kernelSize: 3,
      padding: 1,
      activate: false,
    });
  }

  override forward(x: Tensor): Tensor {
    return this.conv2.call(this.conv1.call(x));
  }
}

/** [N, in, H, W] → [N, out, H / stride, W / stride] */
export class ResBottleneck extends Module {
  static override readonly className = 'ResBottleneck';

  readonly conv1: ConvBlock;
  readonly conv2: ConvBlock;
  readonly conv3: ConvBlock;

  constructor(inChannels: number, outChannels: number, options: UnitOptions) {
    super();
    const { stride, conv1Stride, dilation = 1 } = options;
    const midChannels = Math.floor(outChannels / 4);
    this.conv1 = new ConvBlock(inChannels, midChannels, {
      kernelSize: 1,
      stride: conv1Stride ? stride : 1,
    });
    this.conv2 = new ConvBlock(midChannels, midChannels, {
      kernelSize: 3,
      stride: conv1Stride ? 1 : stride,
      padding: dilation,
      dilation,
    });
    this.conv3 = new ConvBlock(midChannels, outChannels, { kernelSize: 1, activate: false });
  }

  override forward(x: Tensor): Tensor {
    return this.conv3.call(this.conv2.call(this.conv1.call(x)));
  }
}

/** The body of a residual unit. */
export function resBody(inChannels: number, outChannels: number, options: UnitOptions): Module {
  return options.bottleneck
    ? new ResBottleneck(inChannels, outChannels, options)
    : new ResBlock(inChannels, outChannels, options.stride);
}

/** The convolution beside a body, 1x1 by default; null if the body's output has its input's shape. */
export function identityConv(
  inChannels: number,
  outChannels: number,
  stride: number,
  kernelSize: 1 | 3 = 1,
): ConvBlock | null {
  if (inChannels === outChannels && stride === 1) return null;
  const padding = (kernelSize - 1) / 2;
  return new ConvBlock(inChannels, outChannels, { kernelSize, stride, padding, activate: false });
}

/** [N, in, H, W] → [N, out, H / stride, W / stride] */
export class ResUnit extends Module {
  static override readonly className = 'ResUnit';

  readonly body: Module;
  readonly identity_conv: ConvBlock | null;
  readonly activ: ReLU;

  constructor(inChannels: number, outChannels: number, options: UnitOptions) {
    super();
    this.body = resBody(inChannels, outChannels, options);
    this.identity_conv = identityConv(inChannels, outChannels, options.stride);
    this.activ = new ReLU();
  }

  override forward(x: Tensor): Tensor {
    const identity = this.identity_conv === null ? x : this.identity_conv.call(x);
    return this.activ.call(this.body.call(x).add(identity));
  }
}

/** The stem, a 7x7 convolution and a pool: [N, in, H, W] → [N, out, H / 4, W / 4] */
export class ResInitBlock extends Module {
  static override readonly className = 'ResInitBlock';

  readonly conv: ConvBlock;
  readonly pool: MaxPool2d;

  constructor(inChannels: number, outChannels: number) {
    super();
    this.conv = new ConvBlock(inChannels, outChannels, { kernelSize: 7, stride: 2, padding: 3 });
    this.pool = new MaxPool2d(3, { stride: 2, padding: 1 });
  }

  override forward(x: Tensor): Tensor {
    return this.pool.call(this.conv.call(x));
  }
}

/** The deep stem, three 3x3 convolutions and a pool: [N, in, H, W] → [N, out, H / 4, W / 4] */
export class SEInitBlock extends Module {
  static override readonly className = 'SEInitBlock';

  readonly conv1: ConvBlock;
  readonly conv2: ConvBlock;
  readonly conv3: ConvBlock;
  readonly pool: MaxPool2d;

  constructor(inChannels: number, outChannels: number) {
    super();
    const midChannels = Math.floor(outChannels / 2);
    this.conv1 = new ConvBlock(inChannels, midChannels, { kernelSize: 3, stride: 2, padding: 1 });
    this.conv2 = new ConvBlock(midChannels, midChannels, { kernelSize: 3, padding: 1 });
    this.conv3 = new ConvBlock(midChannels, outChannels, { kernelSize: 3, padding: 1 });
    this.pool = new MaxPool2d(3, { stride: 2, padding: 1 });
  }

  override forward(x: Tensor): Tensor {
    x = this.conv1.call(x);
    x = this.conv2.call(x);
    x = this.conv3.call(x);
    return this.pool.call(x);
  }
}
