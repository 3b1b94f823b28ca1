import { epsArgument, optionsArgument, wholeNumber } from '../ops/arguments.js';
import type { Op } from '../ops/index.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { onlyInput } from './only-input.js';
import { Buffer, constant, Parameter } from './parameter.js';

/** What a {@link BatchNorm2d} can be built with. */
export interface BatchNorm2dOptions {
  /** Added to the variance; 1e-5 by default, as in torch.nn.BatchNorm2d (TensorFlow's is 1e-3). */
  readonly eps?: number;
}

const ZEROS = constant(0);
const ONES = constant(1);

/**
 * `torch.nn.BatchNorm2d` in evaluation mode, [N, C, H, W] → the same shape: normalises each channel
 * by its running mean and variance, then scales and shifts it.
 */
export class BatchNorm2d extends Module {
  static override readonly className = 'BatchNorm2d';

  /** [C] */
  readonly weight: Parameter;
  /** [C] */
  readonly bias: Parameter;
  readonly running_mean: Buffer;
  readonly running_var: Buffer;
  readonly num_batches_tracked: Buffer;
  readonly #op: Op<'batchNorm'>;

  /** @throws ModelError if an argument is not accepted. */
  constructor(numFeatures: number, options: BatchNorm2dOptions = {}) {
    super();
    const { eps = 1e-5 } = optionsArgument('BatchNorm2d', options, ['eps']);
    const shape = [wholeNumber('BatchNorm2d', 'numFeatures', numFeatures, 1)];
    epsArgument('BatchNorm2d', eps);
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
      eps,
    };
  }

  override forward(x: Tensor): Tensor;
  override forward(...inputs: Tensor[]): Tensor {
    const x = onlyInput(this, inputs);
    return x.recorder.record(this.#op, [x]);
  }
}
