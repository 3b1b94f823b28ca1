import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';

/** `torch.nn.ReLU`, any shape. */
export class ReLU extends Module {
  static override readonly className = 'ReLU';

  override forward(x: Tensor): Tensor {
    return x.relu();
  }
}
