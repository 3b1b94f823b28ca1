import { ModelError } from '../errors.js';
import { BatchNorm2d, Conv2d, functional as F, Module, type Sequential } from '../nn/index.js';
import { MOST_SIZE, wholeNumber } from '../ops/arguments.js';
import { byteSize } from '../ops/shape.js';
import type { Tensor } from '../tensor/tensor.js';
import { plural } from '../text/words.js';
import { type BlockOptions, blockOptions } from './block.js';
import { shortcut } from './shortcut.js';

/**
 * The residual block of 1x1, 3x3 and 1x1 convolutions (50 layers and more), with optional attention
 * before the sum: [N, inPlanes, H, W] → [N, 4 * planes, H / stride, W / stride].
 */
export class Bottleneck extends Module {
  static override readonly className = 'Bottleneck';
  /** Output channels for each of `planes`. */
  static readonly expansion = 4;
  /** Convolutions on the main path, as a network's depth counts them. */
  static readonly convolutions = 3;

  readonly conv1: Conv2d;
  readonly bn1: BatchNorm2d;
  readonly conv2: Conv2d;
  readonly bn2: BatchNorm2d;
  readonly conv3: Conv2d;
  readonly bn3: BatchNorm2d;
  readonly SE: Module | null;
  readonly shortcut: Sequential;

  /** @throws ModelError if an argument is not accepted, or groups and their width make the 3x3 convolution too wide. */
  constructor(inPlanes: number, planes: number, options: BlockOptions = {}) {
    super();
    wholeNumber('Bottleneck', 'planes', planes, 1);
    const checked = blockOptions('Bottleneck', options);
    const { stride, attention, groups, widthPerGroup, strideIn, downsample } = checked;
    const outPlanes = planes * Bottleneck.expansion;
    // torchvision's Bottleneck: the width of ResNeXt and Wide ResNet.
    const width = Math.floor((planes * widthPerGroup) / 64) * groups;
    if (width > MOST_SIZE || byteSize([width, width / groups, 3, 3]) > Number.MAX_SAFE_INTEGER) {
      throw new ModelError(
        'width',
        `${plural(groups, 'group')} of ${plural(width / groups, 'channel')} make a convolution whose ` +
          'weights cannot be counted',
        { facts: { class: 'Bottleneck', argument: 'groups', value: groups, width } },
      );
    }
    const [stride1, stride2] = strideIn === '1x1' ? [stride, 1] : [1, stride];
    this.conv1 = new Conv2d(inPlanes, width, { kernelSize: 1, stride: stride1, bias: false });
    this.bn1 = new BatchNorm2d(width);
    this.conv2 = new Conv2d(width, width, {
      kernelSize: 3,
      stride: stride2,
      padding: 1,
      groups,
      bias: false,
    });
    this.bn2 = new BatchNorm2d(width);
    this.conv3 = new Conv2d(width, outPlanes, { kernelSize: 1, bias: false });
    this.bn3 = new BatchNorm2d(outPlanes);
    this.SE = attention(outPlanes);
    this.shortcut = shortcut(inPlanes, outPlanes, stride, downsample);
  }

  override forward(x: Tensor): Tensor {
    let out = F.relu(this.bn1.call(this.conv1.call(x)));
    out = F.relu(this.bn2.call(this.conv2.call(out)));
    out = this.bn3.call(this.conv3.call(out));
    if (this.SE !== null) out = out.mul(this.SE.call(out));
    out = out.add(this.shortcut.call(x));
    return F.relu(out);
  }
}
