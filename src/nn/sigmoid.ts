import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';

/** `torch.nn.Sigmoid`, any shape. */
export class Sigmoid extends Module {
  static override readonly className = 'Sigmoid';

  override forward(x: Tensor): Tensor {
    return x.sigmoid();
  }
}
