import { BatchNorm2d, Conv2d, type GroupNorm, Identity, Module, ReLU } from '../../../nn/index.js';
import { wrongArgument } from '../../../ops/arguments.js';
import type { Tensor } from '../../../tensor/tensor.js';
import type { EcaModule, SEModule } from './attention.js';

/*
 * The residual blocks of timm 0.9.16's models/resnet.py. The modules for DropBlock and anti-aliasing are there
 * even if they do nothing: torchinfo shows them.
 */

/** Makes the normalisation of so many channels. */
export type NormLayer = (channels: number) => BatchNorm2d | GroupNorm;

/** Makes the attention of so many channels; null for none. */
export type AttentionLayer = (channels: number) => SEModule | EcaModule | null;

/** What a block is built with, besides its channels. */
export interface BlockOptions {
  readonly stride: number;
  readonly downsample: Module | null;
  readonly cardinality: number;
  readonly baseWidth: number;
  readonly reduceFirst: number;
  readonly normLayer: NormLayer;
  readonly attention: AttentionLayer;
}

/** [N, inplanes, H, W] → [N, planes, H / stride, W / stride] */
export class BasicBlock extends Module {
  static override readonly className = 'BasicBlock';
  static readonly expansion = 1;

  readonly conv1: Conv2d;
  readonly bn1: Module;
  readonly drop_block: Identity;
  readonly act1: ReLU;
  readonly aa: Identity;
  readonly conv2: Conv2d;
  readonly bn2: Module;
  readonly se: Module | null;
  readonly act2: ReLU;
  readonly downsample: Module | null;

  /** @throws ModelError for several groups or another width, which only bottlenecks have. */
  constructor(inplanes: number, planes: number, options: BlockOptions) {
    super();
    const { stride, downsample, cardinality, baseWidth, reduceFirst, normLayer } = options;
    if (cardinality !== 1) throw onlyOfBottlenecks('cardinality', 1, cardinality);
    if (baseWidth !== 64) throw onlyOfBottlenecks('baseWidth', 64, baseWidth);
    const firstPlanes = reduced(planes, reduceFirst);
    this.conv1 = new Conv2d(inplanes, firstPlanes, {
      kernelSize: 3,
      stride,
      padding: 1,
      bias: false,
    });
    this.bn1 = normLayer(firstPlanes);
    this.drop_block = new Identity();
    this.act1 = new ReLU();
    this.aa = new Identity();
    this.conv2 = new Conv2d(firstPlanes, planes, { kernelSize: 3, padding: 1, bias: false });
    this.bn2 = normLayer(planes);
    this.se = options.attention(planes);
    this.act2 = new ReLU();
    this.downsample = downsample;
  }

  override forward(x: Tensor): Tensor {
    let out = this.drop_block.call(this.bn1.call(this.conv1.call(x)));
    out = this.aa.call(this.act1.call(out));
    out = this.bn2.call(this.conv2.call(out));
    if (this.se !== null) out = this.se.call(out);
    const shortcut = this.downsample === null ? x : this.downsample.call(x);
    return this.act2.call(out.add(shortcut));
  }
}

/** [N, inplanes, H, W] → [N, 4 * planes, H / stride, W / stride] */
export class Bottleneck extends Module {
  static override readonly className = 'Bottleneck';
  static readonly expansion = 4;

  readonly conv1: Conv2d;
  readonly bn1: Module;
  readonly act1: ReLU;
  readonly conv2: Conv2d;
  readonly bn2: Module;
  readonly drop_block: Identity;
  readonly act2: ReLU;
  readonly aa: Identity;
  readonly conv3: Conv2d;
  readonly bn3: Module;
  readonly se: Module | null;
  readonly act3: ReLU;
  readonly downsample: Module | null;

  /** @throws ModelError if the channels of the 3x3 convolution cannot be reduced or grouped like that. */
  constructor(inplanes: number, planes: number, options: BlockOptions) {
    super();
    const { stride, downsample, cardinality, baseWidth, reduceFirst, normLayer } = options;
    const width = Math.floor((planes * baseWidth) / 64) * cardinality;
    const firstPlanes = reduced(width, reduceFirst);
    const outplanes = planes * Bottleneck.expansion;
    this.conv1 = new Conv2d(inplanes, firstPlanes, { kernelSize: 1, bias: false });
    this.bn1 = normLayer(firstPlanes);
    this.act1 = new ReLU();
    this.conv2 = new Conv2d(firstPlanes, width, {
      kernelSize: 3,
      stride,
      padding: 1,
      groups: cardinality,
      bias: false,
    });
    this.bn2 = normLayer(width);
    this.drop_block = new Identity();
    this.act2 = new ReLU();
    this.aa = new Identity();
    this.conv3 = new Conv2d(width, outplanes, { kernelSize: 1, bias: false });
    this.bn3 = normLayer(outplanes);
    this.se = options.attention(outplanes);
    this.act3 = new ReLU();
    this.downsample = downsample;
  }

  override forward(x: Tensor): Tensor {
    let out = this.act1.call(this.bn1.call(this.conv1.call(x)));
    out = this.drop_block.call(this.bn2.call(this.conv2.call(out)));
    out = this.aa.call(this.act2.call(out));
    out = this.bn3.call(this.conv3.call(out));
    if (this.se !== null) out = this.se.call(out);
    const shortcut = this.downsample === null ? x : this.downsample.call(x);
    return this.act3.call(out.add(shortcut));
  }
}

function onlyOfBottlenecks(name: string, accepted: number, given: number): Error {
  const words = `${String(accepted)} for a basic block`;
  return wrongArgument('ResNet', name, words, given);
}

/** Channels out of a block's first convolution. */
function reduced(width: number, reduceFirst: number): number {
  if (reduceFirst <= width) return Math.floor(width / reduceFirst);
  const accepted = `a whole number from 1 to ${String(width)} for blocks of ${String(width)} channels`;
  throw wrongArgument('ResNet', 'blockReduceFirst', accepted, reduceFirst);
}
