import { axisNumber } from '../ops/arguments.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { onlyInput } from './only-input.js';

/** `torch.nn.Softmax` along an axis, any shape. */
export class Softmax extends Module {
  static override readonly className = 'Softmax';

  readonly #dim: number;

  /** @throws ModelError if the axis is no whole number. */
  constructor(dim: number) {
    super();
    axisNumber('Softmax', 'dim', dim);
    this.#dim = dim;
  }

  override forward(x: Tensor): Tensor;
  override forward(...inputs: Tensor[]): Tensor {
    const x = onlyInput(this, inputs);
    return x.softmax(this.#dim);
  }
}
