import { maxPool2dArguments, type MaxPool2dOptions, type SizeArgument } from '../ops/arguments.js';
import type { Op } from '../ops/index.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { onlyInput } from './only-input.js';

/** `torch.nn.MaxPool2d`: [N, C, H, W] → [N, C, H', W']. */
export class MaxPool2d extends Module {
  static override readonly className = 'MaxPool2d';

  override readonly kernelSize: SizeArgument;
  readonly #op: Op<'maxPool2d'>;

  /** @throws ModelError if an argument is not accepted. */
  constructor(kernelSize: SizeArgument, options: MaxPool2dOptions = {}) {
    super();
    this.#op = { kind: 'maxPool2d', ...maxPool2dArguments('MaxPool2d', kernelSize, options) };
    // A number stays one, as torchinfo prints it.
    this.kernelSize = typeof kernelSize === 'number' ? kernelSize : this.#op.kernelSize;
  }

  override forward(x: Tensor): Tensor;
  override forward(...inputs: Tensor[]): Tensor {
    const x = onlyInput(this, inputs);
    return x.recorder.record(this.#op, [x]);
  }
}
