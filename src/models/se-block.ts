import type { Tensor } from '../engine/tensor.js';
import { ModelError } from '../errors.js';
import { AdaptiveAvgPool2d, Conv2d, Module, ReLU, Sigmoid } from '../nn/index.js';

/** The reduction ratio r of the paper's section 3.2, and the article's `in_planes // 16`. */
export const DEFAULT_REDUCTION = 16;

/**
 * The Squeeze-and-Excitation block: [N, C, H, W] → one weight a channel, [N, C, 1, 1]. Squeeze is
 * the global average; excitation is two 1x1 convolutions with C / reduction channels between them.
 */
export class SE_Block extends Module {
  readonly avgpool: AdaptiveAvgPool2d;
  readonly conv1: Conv2d;
  readonly relu: ReLU;
  readonly conv2: Conv2d;
  readonly sigmoid: Sigmoid;

  /** @throws ModelError where the reduction leaves no channel. */
  constructor(inPlanes: number, reduction = DEFAULT_REDUCTION) {
    super();
    const squeezed = Math.floor(inPlanes / reduction);
    if (squeezed < 1) {
      throw new ModelError(
        `a reduction of ${String(reduction)} leaves no channel in an SE block of ` +
          `${String(inPlanes)}; at most ${String(inPlanes)} is possible`,
      );
    }
    this.avgpool = new AdaptiveAvgPool2d([1, 1]);
    this.conv1 = new Conv2d(inPlanes, squeezed, { kernelSize: 1 });
    this.relu = new ReLU();
    this.conv2 = new Conv2d(squeezed, inPlanes, { kernelSize: 1 });
    this.sigmoid = new Sigmoid();
  }

  override forward(x: Tensor): Tensor {
    x = this.avgpool.call(x);
    x = this.conv1.call(x);
    x = this.relu.call(x);
    x = this.conv2.call(x);
    return this.sigmoid.call(x);
  }
}
