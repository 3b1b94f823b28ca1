import type { AdaptiveAvgPool2dOp } from '../engine/ops.js';
import type { Tensor } from '../engine/tensor.js';
import { apply } from './functional.js';
import { Module } from './module.js';
import { pair, type SizeArgument } from './pair.js';

/** `torch.nn.AdaptiveAvgPool2d`: [N, C, H, W] → [N, C, ...outputSize], whatever H and W are. */
export class AdaptiveAvgPool2d extends Module {
  readonly #op: AdaptiveAvgPool2dOp;

  constructor(outputSize: SizeArgument) {
    super();
    this.#op = { kind: 'adaptiveAvgPool2d', outputSize: pair(outputSize) };
  }

  override forward(x: Tensor): Tensor {
    return apply(this.#op, x);
  }
}
