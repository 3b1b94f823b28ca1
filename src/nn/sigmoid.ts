import type { Tensor } from '../tensor/tensor.js';
import { Layer } from './layer.js';

/** `torch.nn.Sigmoid`, any shape. */
export class Sigmoid extends Layer {
  static override readonly className = 'Sigmoid';

  protected override apply(x: Tensor): Tensor {
    return x.sigmoid();
  }
}
