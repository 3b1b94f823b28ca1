import { axisNumber } from '../ops/arguments.js';
import type { Tensor } from '../tensor/tensor.js';
import { Layer } from './layer.js';

/** `torch.nn.Flatten`: [N, C, H, W] → [N, C * H * W], or the axes from `startDim` to `endDim`. */
export class Flatten extends Layer {
  static override readonly className = 'Flatten';

  readonly #startDim: number;
  readonly #endDim: number;

  /** @throws ModelError if an argument is no whole number. */
  constructor(startDim = 1, endDim = -1) {
    super();
    axisNumber('Flatten', 'startDim', startDim);
    axisNumber('Flatten', 'endDim', endDim);
    this.#startDim = startDim;
    this.#endDim = endDim;
  }

  protected override apply(x: Tensor): Tensor {
    return x.flatten(this.#startDim, this.#endDim);
  }
}
