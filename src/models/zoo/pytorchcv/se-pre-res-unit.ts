import { type Conv2d, Module } from '../../../nn/index.js';
import type { Tensor } from '../../../tensor/tensor.js';
import { SEBlock } from './common.js';
import { type PreActivated, preIdentityConv, preResBody } from './pre-res-unit.js';
import type { UnitOptions } from './res-unit.js';

/** The unit of pytorchcv's SE-PreResNets for ImageNet and CIFAR: [N, in, H, W] → [N, out, H / stride, W / stride] */
export class SEPreResUnit extends Module {
  static override readonly className = 'SEPreResUnit';

  readonly body: Module<PreActivated>;
  readonly se: SEBlock;
  readonly identity_conv: Conv2d | null;

  constructor(inChannels: number, outChannels: number, options: UnitOptions) {
    super();
    this.body = preResBody(inChannels, outChannels, options);
    this.se = new SEBlock(outChannels);
    this.identity_conv = preIdentityConv(inChannels, outChannels, options.stride);
  }

  override forward(x: Tensor): Tensor {
    const [body, preActivated] = this.body.call(x);
    const out = this.se.call(body);
    const identity = this.identity_conv === null ? x : this.identity_conv.call(preActivated);
    return out.add(identity);
  }
}
