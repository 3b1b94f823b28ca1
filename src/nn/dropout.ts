import { wrongArgument } from '../ops/arguments.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { onlyInput } from './only-input.js';

/** `torch.nn.Dropout` in evaluation mode, any shape: gives what it is given. */
export class Dropout extends Module {
  static override readonly className = 'Dropout';

  /**
   * @param p the probability that an element is zeroed in training; 0.5 by default
   * @throws ModelError if p is not a number from 0 to 1.
   */
  constructor(p = 0.5) {
    super();
    const given: unknown = p;
    if (typeof given === 'number' && given >= 0 && given <= 1) return;
    throw wrongArgument('Dropout', 'p', 'a number from 0 to 1', given);
  }

  override forward(x: Tensor): Tensor;
  override forward(...inputs: Tensor[]): Tensor {
    return onlyInput(this, inputs);
  }
}
