import { maxPool2dArguments, type MaxPool2dOptions, type SizeArgument } from '../ops/arguments.js';
import type { Op } from '../ops/index.js';
import type { Tensor } from '../tensor/tensor.js';
import { Layer } from './layer.js';

/** `torch.nn.MaxPool2d`: [N, C, H, W] → [N, C, H', W']. */
export class MaxPool2d extends Layer {
  static override readonly className = 'MaxPool2d';

  override readonly kernelSize: SizeArgument;
  readonly #op: Op<'maxPool2d'>;

  /** @throws ModelError if an argument is not accepted. */
  constructor(kernelSize: SizeArgument, options: MaxPool2dOptions = {}) {
    super();
    this.kernelSize = kernelSize;
    this.#op = { kind: 'maxPool2d', ...maxPool2dArguments('MaxPool2d', kernelSize, options) };
  }

  protected override apply(x: Tensor): Tensor {
    return x.recorder.record(this.#op, [x]);
  }
}
