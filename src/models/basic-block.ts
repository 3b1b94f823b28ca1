import { ModelError } from '../errors.js';
import { BatchNorm2d, Conv2d, functional as F, Module, type Sequential } from '../nn/index.js';
import type { Tensor } from '../tensor/tensor.js';
import { type BlockOptions, blockOptions } from './block.js';
import { shortcut } from './shortcut.js';

/**
 * The residual block of two 3x3 convolutions (18 and 34 layers), with optional attention before the
 * sum: [N, inPlanes, H, W] → [N, planes, H / stride, W / stride].
 */
export class BasicBlock extends Module {
  static override readonly className = 'BasicBlock';
  /** Output channels for each of `planes`. */
  static readonly expansion = 1;
  /** Convolutions on the main path, as a network's depth counts them. */
  static readonly convolutions = 2;

  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly SE: Module | null;
  readonly shortcut: Sequential;

  /** @throws ModelError if an argument is not accepted: groups, widthPerGroup and strideIn are for bottlenecks alone. */
  constructor(inPlanes: number, planes: number, options: BlockOptions = {}) {
    super();
    const checked = blockOptions('BasicBlock', options);
    const { stride, attention, groups, widthPerGroup, strideIn, downsample } = checked;
    if (groups !== 1 || widthPerGroup !== 64) {
      throw new ModelError('argument', 'BasicBlock takes one group, of a width of 64 per group', {
        facts: { class: 'BasicBlock', argument: 'groups', value: groups },
      });
    }
    if (strideIn !== '3x3') {
      throw new ModelError('argument', 'BasicBlock has no 1x1 convolution to carry its stride', {
        facts: { class: 'BasicBlock', argument: 'strideIn', value: strideIn },
      });
    }
    this.conv1 = new Conv2d(inPlanes, planes, { kernelSize: 3, stride, padding: 1, bias: false });
    this.bn1 = new BatchNorm2d(planes);
    this.conv2 = new Conv2d(planes, planes, { kernelSize: 3, padding: 1, bias: false });
    this.bn2 = new BatchNorm2d(planes);
    this.SE = attention(planes);
    this.shortcut = shortcut(inPlanes, planes, stride, downsample);
  }

  override forward(x: Tensor): Tensor {
    let out = F.relu(this.bn1.call(this.conv1.call(x)));
    out = this.bn2.call(this.conv2.call(out));
    if (this.SE !== null) out = out.mul(this.SE.call(out));
    out = out.add(this.shortcut.call(x));
    return F.relu(out);
  }
}
