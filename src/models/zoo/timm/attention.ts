import { Conv1d, Conv2d, Identity, Module, ReLU, Sigmoid } from '../../../nn/index.js';
import type { Tensor } from '../../../tensor/tensor.js';
import { ecaKernelSize } from '../../attention/eca.js';

/*
 * timm 0.9.16's layers/squeeze_excite.py and layers/eca.py: what its residual blocks can have before the sum.
 */

/** Channels in the middle of an SEModule are a multiple of this. */
const DIVISOR = 8;

/** Squeeze and Excitation (Hu et al. 2018): [N, C, H, W] → the same shape, a weight a channel. */
export class SEModule extends Module {
  static override readonly className = 'SEModule';

  readonly fc1: Conv2d;
  readonly bn: Identity;
  readonly act: ReLU;
  readonly fc2: Conv2d;
  readonly gate: Sigmoid;

  /** @param reduction what channels are divided by in the middle, before they are rounded to a multiple of 8 */
  constructor(channels: number, reduction: number) {
    super();
    const reduced = makeDivisible(channels * (1 / reduction));
    this.fc1 = new Conv2d(channels, reduced, { kernelSize: 1 });
    this.bn = new Identity();
    this.act = new ReLU();
    this.fc2 = new Conv2d(reduced, channels, { kernelSize: 1 });
    this.gate = new Sigmoid();
  }

  override forward(x: Tensor): Tensor {
    let weights = x.mean([2, 3], true);
    weights = this.act.call(this.bn.call(this.fc1.call(weights)));
    weights = this.gate.call(this.fc2.call(weights));
    return x.mul(weights);
  }
}

/** The nearest multiple of 8, the upper one of two, but at least 8. */
function makeDivisible(channels: number): number {
  return Math.max(DIVISOR, Math.floor((channels + DIVISOR / 2) / DIVISOR) * DIVISOR);
}

/** Efficient Channel Attention (Wang et al. 2020): [N, C, H, W] → the same shape, a weight a channel. */
export class EcaModule extends Module {
  static override readonly className = 'EcaModule';

  readonly conv: Conv1d;
  readonly gate: Sigmoid;

  constructor(channels: number) {
    super();
    const kernelSize = ecaKernelSize(channels);
    this.conv = new Conv1d(1, 1, { kernelSize, padding: (kernelSize - 1) / 2, bias: false });
    this.gate = new Sigmoid();
  }

  override forward(x: Tensor): Tensor {
    const [batch = 1, channels = 1] = x.shape;
    const weights = this.gate.call(this.conv.call(x.mean([2, 3]).reshape([batch, 1, channels])));
    return x.mul(weights.reshape([batch, channels, 1, 1]));
  }
}
