import { AdaptiveAvgPool2d, Conv2d, Module, ReLU, Sigmoid } from '../../../nn/index.js';
import type { Tensor } from '../../../tensor/tensor.js';
import { squeezedChannels } from '../../attention/se.js';

/** pretrainedmodels' Squeeze-and-Excitation, which scales its input: [N, C, H, W] → [N, C, H, W]. */
export class SEModule extends Module {
  static override readonly className = 'SEModule';

  readonly avg_pool: AdaptiveAvgPool2d;
  readonly fc1: Conv2d;
  readonly relu: ReLU;
  readonly fc2: Conv2d;
  readonly sigmoid: Sigmoid;

  /** @throws ModelError if the reduction leaves no channel. */
  constructor(channels: number, reduction: number) {
    super();
    const squeezed = squeezedChannels('SEModule', 'an SE module', channels, reduction);
    this.avg_pool = new AdaptiveAvgPool2d(1);
    this.fc1 = new Conv2d(channels, squeezed, { kernelSize: 1 });
    this.relu = new ReLU();
    this.fc2 = new Conv2d(squeezed, channels, { kernelSize: 1 });
    this.sigmoid = new Sigmoid();
  }

  override forward(x: Tensor): Tensor {
    let weights = this.avg_pool.call(x);
    weights = this.relu.call(this.fc1.call(weights));
    weights = this.sigmoid.call(this.fc2.call(weights));
    return x.mul(weights);
  }
}
