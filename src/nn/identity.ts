import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { onlyInput } from './only-input.js';

/** `torch.nn.Identity`: gives what it is given, any shape. */
export class Identity extends Module {
  static override readonly className = 'Identity';

  override forward(x: Tensor): Tensor;
  override forward(...inputs: Tensor[]): Tensor {
    return onlyInput(this, inputs);
  }
}
