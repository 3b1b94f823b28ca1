import { avgPool2dArguments, type AvgPool2dOptions, type SizeArgument } from '../ops/arguments.js';
import type { Op } from '../ops/index.js';
import type { Tensor } from '../tensor/tensor.js';
import { Layer } from './layer.js';

/** `torch.nn.AvgPool2d`: [N, C, H, W] → [N, C, H', W']. */
export class AvgPool2d extends Layer {
  static override readonly className = 'AvgPool2d';

  override readonly kernelSize: SizeArgument;
  readonly #op: Op<'avgPool2d'>;

  /** @throws ModelError if an argument is not accepted. */
  constructor(kernelSize: SizeArgument, options: AvgPool2dOptions = {}) {
    super();
    this.kernelSize = kernelSize;
    this.#op = { kind: 'avgPool2d', ...avgPool2dArguments('AvgPool2d', kernelSize, options) };
  }

  protected override apply(x: Tensor): Tensor {
    return x.recorder.record(this.#op, [x]);
  }
}
