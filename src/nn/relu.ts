import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { onlyInput } from './only-input.js';

/** `torch.nn.ReLU`, any shape. */
export class ReLU extends Module {
  static override readonly className = 'ReLU';

  override forward(x: Tensor): Tensor;
  override forward(...inputs: Tensor[]): Tensor {
    const x = onlyInput(this, inputs);
    return x.relu();
  }
}
