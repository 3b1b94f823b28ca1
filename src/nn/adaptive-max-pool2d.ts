import { pair, type SizeArgument } from '../ops/arguments.js';
import type { Op } from '../ops/index.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { onlyInput } from './only-input.js';

/** `torch.nn.AdaptiveMaxPool2d`: [N, C, H, W] → [N, C, ...outputSize], whatever H and W are. */
export class AdaptiveMaxPool2d extends Module {
  static override readonly className = 'AdaptiveMaxPool2d';

  readonly #op: Op<'adaptiveMaxPool2d'>;

  /** @throws ModelError if the size is not accepted. */
  constructor(outputSize: SizeArgument) {
    super();
    const size = pair('AdaptiveMaxPool2d', 'outputSize', outputSize, 1);
    this.#op = { kind: 'adaptiveMaxPool2d', outputSize: size };
  }

  override forward(x: Tensor): Tensor;
  override forward(...inputs: Tensor[]): Tensor {
    const x = onlyInput(this, inputs);
    return x.recorder.record(this.#op, [x]);
  }
}
