import { type AvgPool2dOptions, poolingArguments, type SizeArgument } from '../ops/arguments.js';
import type { Op } from '../ops/index.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';

/** `torch.nn.AvgPool2d`: [N, C, H, W] → [N, C, H', W']. */
export class AvgPool2d extends Module {
  static override readonly className = 'AvgPool2d';

  override readonly kernelSize: SizeArgument;
  readonly #op: Op<'avgPool2d'>;

  /** @throws ModelError if an argument is not accepted. */
  constructor(kernelSize: SizeArgument, options: AvgPool2dOptions = {}) {
    super();
    this.kernelSize = kernelSize;
    this.#op = {
      kind: 'avgPool2d',
      ...poolingArguments('AvgPool2d', kernelSize, options),
      countIncludePad: options.countIncludePad ?? true,
    };
  }

  override forward(x: Tensor): Tensor {
    return x.recorder.record(this.#op, [x]);
  }
}
