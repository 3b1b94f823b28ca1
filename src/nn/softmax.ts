import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';

/** `torch.nn.Softmax` along an axis, any shape. */
export class Softmax extends Module {
  static override readonly className = 'Softmax';

  readonly #dim: number;

  constructor(dim: number) {
    super();
    this.#dim = dim;
  }

  override forward(x: Tensor): Tensor {
    return x.softmax(this.#dim);
  }
}
