import { Module } from '../../src/nn/index.js';
import type { Output, Tensor } from '../../src/tensor/tensor.js';

/** A module that is a function of tensors. */
export class Lambda<Out extends Output = Tensor> extends Module<Out> {
  static override readonly className = 'Lambda';

  readonly #forward: (...inputs: Tensor[]) => Out;

  constructor(forward: (...inputs: Tensor[]) => Out) {
    super();
    this.#forward = forward;
  }

  override forward(...inputs: Tensor[]): Out {
    return this.#forward(...inputs);
  }
}
