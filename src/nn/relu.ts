import type { Tensor } from '../tensor/tensor.js';
import { Layer } from './layer.js';

/** `torch.nn.ReLU`, any shape. */
export class ReLU extends Layer {
  static override readonly className = 'ReLU';

  protected override apply(x: Tensor): Tensor {
    return x.relu();
  }
}
