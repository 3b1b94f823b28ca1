import { AdaptiveAvgPool2d, Flatten, Module } from '../../../nn/index.js';
import type { Tensor } from '../../../tensor/tensor.js';

/** timm's pool before a classifier, as its networks have it by default: [N, C, H, W] → [N, C]. */
export class SelectAdaptivePool2d extends Module {
  static override readonly className = 'SelectAdaptivePool2d';

  readonly pool: AdaptiveAvgPool2d;
  readonly flatten: Flatten;

  constructor() {
    super();
    this.pool = new AdaptiveAvgPool2d(1);
    this.flatten = new Flatten(1);
  }

  override forward(x: Tensor): Tensor {
    return this.flatten.call(this.pool.call(x));
  }
}
