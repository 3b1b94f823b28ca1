import { flag, optionsArgument, wholeNumber } from '../ops/arguments.js';
import type { Tensor } from '../tensor/tensor.js';
import { linear } from './functional.js';
import { Module } from './module.js';
import { onlyInput } from './only-input.js';
import { kaimingUniform, Parameter } from './parameter.js';

/** What a {@link Linear} can be built with. */
export interface LinearOptions {
  /** Whether there is a bias; true by default. */
  readonly bias?: boolean;
}

/** `torch.nn.Linear`: [..., in] → [..., out]. */
export class Linear extends Module {
  static override readonly className = 'Linear';

  /** [out, in] */
  readonly weight: Parameter;
  /** [out] */
  readonly bias: Parameter | null;

  /** @throws ModelError if an argument is not accepted. */
  constructor(inFeatures: number, outFeatures: number, options: LinearOptions = {}) {
    super();
    const { bias = true } = optionsArgument('Linear', options, ['bias']);
    wholeNumber('Linear', 'inFeatures', inFeatures, 1);
    wholeNumber('Linear', 'outFeatures', outFeatures, 1);
    const initialiser = kaimingUniform(inFeatures);
    this.weight = new Parameter([outFeatures, inFeatures], initialiser);
    this.bias = flag('Linear', 'bias', bias) ? new Parameter([outFeatures], initialiser) : null;
  }

  override forward(x: Tensor): Tensor;
  override forward(...inputs: Tensor[]): Tensor {
    const x = onlyInput(this, inputs);
    return linear(x, this.weight, this.bias);
  }
}
