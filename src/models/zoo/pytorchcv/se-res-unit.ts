import { Module, ReLU } from '../../../nn/index.js';
import type { Tensor } from '../../../tensor/tensor.js';
import { type ConvBlock, SEBlock } from './common.js';
import { identityConv, resBody, type UnitOptions } from './res-unit.js';

/** The unit of pytorchcv's SE-ResNets for ImageNet and CIFAR: [N, in, H, W] → [N, out, H / stride, W / stride] */
export class SEResUnit extends Module {
  static override readonly className = 'SEResUnit';

  readonly body: Module;
  readonly se: SEBlock;
  readonly identity_conv: ConvBlock | null;
  readonly activ: ReLU;

  constructor(inChannels: number, outChannels: number, options: UnitOptions) {
    super();
    this.body = resBody(inChannels, outChannels, options);
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
