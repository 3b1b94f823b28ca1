import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';

/** `torch.nn.Flatten`: [N, C, H, W] → [N, C * H * W], or the axes from `startDim` to `endDim`. */
export class Flatten extends Module {
  static override readonly className = 'Flatten';

  readonly #startDim: number;
  readonly #endDim: number;

  constructor(startDim = 1, endDim = -1) {
    super();
    this.#startDim = startDim;
    this.#endDim = endDim;
  }

  override forward(x: Tensor): Tensor {
    return x.flatten(this.#startDim, this.#endDim);
  }
}
