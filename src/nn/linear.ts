import type { LinearOp } from '../engine/ops.js';
import type { Tensor } from '../engine/tensor.js';
import { apply } from './functional.js';
import { Module } from './module.js';
import { kaimingUniform, Parameter } from './parameter.js';

export interface LinearOptions {
  readonly bias?: boolean;
}

/** `torch.nn.Linear`: [N, in] → [N, out]. */
export class Linear extends Module {
  /** [out, in] */
  readonly weight: Parameter;
  /** [out] */
  readonly bias: Parameter | null;
  readonly #op: LinearOp;

  constructor(inFeatures: number, outFeatures: number, options: LinearOptions = {}) {
    super();
    const initialiser = kaimingUniform(inFeatures);
    this.weight = new Parameter([outFeatures, inFeatures], initialiser);
    this.bias = (options.bias ?? true) ? new Parameter([outFeatures], initialiser) : null;
    this.#op = { kind: 'linear', weight: this.weight, bias: this.bias };
  }

  override forward(x: Tensor): Tensor {
    return apply(this.#op, x);
  }
}
