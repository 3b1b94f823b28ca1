import { Module, ReLU } from '../../../nn/index.js';
import type { Tensor } from '../../../tensor/tensor.js';
import { ConvBlock } from './common.js';
import { identityConv } from './res-unit.js';

/** What a unit of grouped convolutions is built with, besides its channels. */
export interface GroupedUnitOptions {
  readonly stride: number;
  /** Groups of the 3x3 convolution. */
  readonly cardinality: number;
  /** Channels of a group for 64 planes. */
  readonly bottleneckWidth: number;
}

/** Channels of the 3x3 convolution of a bottleneck, groups and all. */
export function groupWidth(outChannels: number, options: GroupedUnitOptions): number {
  const midChannels = Math.floor(outChannels / 4);
  return options.cardinality * Math.floor((midChannels * options.bottleneckWidth) / 64);
}

/** [N, in, H, W] → [N, out, H / stride, W / stride] */
export class ResNeXtBottleneck extends Module {
  static override readonly className = 'ResNeXtBottleneck';

  readonly conv1: ConvBlock;
  readonly conv2: ConvBlock;
  readonly conv3: ConvBlock;

  constructor(inChannels: number, outChannels: number, options: GroupedUnitOptions) {
    super();
    const width = groupWidth(outChannels, options);
    this.conv1 = new ConvBlock(inChannels, width, { kernelSize: 1 });
    this.conv2 = new ConvBlock(width, width, {
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

/** The unit of pytorchcv's ResNeXts for ImageNet and CIFAR: [N, in, H, W] → [N, out, H / stride, W / stride] */
export class ResNeXtUnit extends Module {
  static override readonly className = 'ResNeXtUnit';

  readonly body: ResNeXtBottleneck;
  readonly identity_conv: ConvBlock | null;
  readonly activ: ReLU;

  constructor(inChannels: number, outChannels: number, options: GroupedUnitOptions) {
    super();
    this.body = new ResNeXtBottleneck(inChannels, outChannels, options);
    this.identity_conv = identityConv(inChannels, outChannels, options.stride);
    this.activ = new ReLU();
  }

  override forward(x: Tensor): Tensor {
    const identity = this.identity_conv === null ? x : this.identity_conv.call(x);
    return this.activ.call(this.body.call(x).add(identity));
  }
}
