import type { BatchNormOp } from '../engine/ops.js';
import type { Tensor } from '../engine/tensor.js';
import { apply } from './functional.js';
import { Module } from './module.js';
import { Buffer, constant, Parameter } from './parameter.js';

export interface BatchNorm2dOptions {
  /** Added to the variance; torch.nn.BatchNorm2d's default is 1e-5 (TensorFlow's is 1e-3). */
  readonly eps?: number;
}

const ZEROS = constant(0);
const ONES = constant(1);

/**
 * `torch.nn.BatchNorm2d` in evaluation mode, [N, C, H, W] → the same shape: normalises each channel
 * by its running mean and variance, then scales and shifts it.
 */
export class BatchNorm2d extends Module {
  /** [C] */
  readonly weight: Parameter;
  /** [C] */
  readonly bias: Parameter;
  readonly running_mean: Buffer;
  readonly running_var: Buffer;
  readonly num_batches_tracked: Buffer;
  readonly #op: BatchNormOp;

  constructor(numFeatures: number, options: BatchNorm2dOptions = {}) {
    super();
    const shape = [numFeatures];
    this.weight = new Parameter(shape, ONES);
    this.bias = new Parameter(shape, ZEROS);
    this.running_mean = new Buffer(shape, ZEROS);
    this.running_var = new Buffer(shape, ONES);
    this.num_batches_tracked = new Buffer([], ZEROS, 'int64');
    this.#op = {
      kind: 'batchNorm',
      weight: this.weight,
      bias: this.bias,
      runningMean: this.running_mean,
      runningVar: this.running_var,
      eps: options.eps ?? 1e-5,
    };
  }

  override forward(x: Tensor): Tensor {
    return apply(this.#op, x);
  }
}
