import { axisNumber } from '../ops/arguments.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { onlyInput } from './only-input.js';

/** `torch.nn.Flatten`: [N, C, H, W] → [N, C * H * W], or the axes from `startDim` to `endDim`. */
export class Flatten extends Module {
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

  override forward(x: Tensor): Tensor;
  override forward(...inputs: Tensor[]): Tensor {
    const x = onlyInput(this, inputs);
    return x.flatten(this.#startDim, this.#endDim);
  }
}
