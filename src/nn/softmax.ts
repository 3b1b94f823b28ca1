import { axisNumber } from '../ops/arguments.js';
import type { Tensor } from '../tensor/tensor.js';
import { Layer } from './layer.js';

/** `torch.nn.Softmax` along an axis, any shape. */
export class Softmax extends Layer {
  static override readonly className = 'Softmax';

  readonly #dim: number;

  /** @throws ModelError if the axis is no whole number. */
  constructor(dim: number) {
    super();
    axisNumber('Softmax', 'dim', dim);
    this.#dim = dim;
  }

  protected override apply(x: Tensor): Tensor {
    return x.softmax(this.#dim);
  }
}
