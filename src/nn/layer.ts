import { ModelError } from '../errors.js';
import { shown } from '../ops/arguments.js';
import { isTensor, type Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';

/** A module of one input, as all are that this library has by torch's names. */
export abstract class Layer extends Module {
  /** @throws ModelError if it is not given one tensor. */
  override forward(x: Tensor): Tensor;
  override forward(...inputs: Tensor[]): Tensor {
    const [x] = inputs;
    if (inputs.length === 1 && isTensor(x)) return this.apply(x);
    const given = inputs.length === 1 ? shown(x) : String(inputs.length);
    throw new ModelError(
      'inputs',
      `${this.className} takes one tensor as its input, but was given ${given}`,
      { facts: { class: this.className } },
    );
  }

  /** Forward, on the one input. */
  protected abstract apply(x: Tensor): Tensor;
}
