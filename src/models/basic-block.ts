import type { Tensor } from '../engine/tensor.js';
import { BatchNorm2d, Conv2d, functional as F, Module, type Sequential } from '../nn/index.js';
import { SE_Block } from './se-block.js';
import { shortcut } from './shortcut.js';

/** The residual block of two 3x3 convolutions (18 and 34 layers), with an SE block before the sum if wanted. */
export class BasicBlock extends Module {
  /** Output channels for each of `planes`. */
  static readonly expansion = 1;
  /** Convolutions on the main path, as a network's depth counts them. */
  static readonly convolutions = 2;

  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly SE: SE_Block | null;
  readonly shortcut: Sequential;

  /** @param reduction the reduction ratio of the SE block; null for a block without one */
  constructor(inPlanes: number, planes: number, stride: number, reduction: number | null) {
    super();
    const outPlanes = planes * BasicBlock.expansion;
    this.conv1 = new Conv2d(inPlanes, planes, { kernelSize: 3, stride, padding: 1, bias: false });
    this.bn1 = new BatchNorm2d(planes);
    this.conv2 = new Conv2d(planes, planes, { kernelSize: 3, padding: 1, bias: false });
    this.bn2 = new BatchNorm2d(planes);
    this.SE = reduction === null ? null : new SE_Block(planes, reduction);
    this.shortcut = shortcut(inPlanes, outPlanes, stride);
  }

  override forward(x: Tensor): Tensor {
    let out = F.relu(this.bn1.call(this.conv1.call(x)));
    out = this.bn2.call(this.conv2.call(out));
    if (this.SE !== null) out = F.mul(out, this.SE.call(out));
    out = F.add(out, this.shortcut.call(x));
    return F.relu(out);
  }
}
