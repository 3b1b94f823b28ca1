import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { onlyInput } from './only-input.js';

/** `torch.nn.Sigmoid`, any shape. */
export class Sigmoid extends Module {
  static override readonly className = 'Sigmoid';

  override forward(x: Tensor): Tensor;
  override forward(...inputs: Tensor[]): Tensor {
    const x = onlyInput(this, inputs);
    return x.sigmoid();
  }
}
