import { ModelError } from '../errors.js';
import { epsArgument, flag, optionsArgument, wholeNumber } from '../ops/arguments.js';
import type { Op } from '../ops/index.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { onlyInput } from './only-input.js';
import { constant, Parameter } from './parameter.js';

/** What a {@link GroupNorm} can be built with. */
export interface GroupNormOptions {
  /** Added to the variance; 1e-5 by default. */
  readonly eps?: number;
  /** Whether each channel is scaled and shifted by parameters; true by default. */
  readonly affine?: boolean;
}

const ZEROS = constant(0);
const ONES = constant(1);

/**
 * `torch.nn.GroupNorm`, [N, C, ...] → the same shape: normalises each group of channels of each image
 * by its own mean and (biased) variance, then scales and shifts each channel.
 */
export class GroupNorm extends Module {
  static override readonly className = 'GroupNorm';

  /** [C] */
  readonly weight: Parameter | null;
  /** [C] */
  readonly bias: Parameter | null;
  readonly #op: Op<'groupNorm'>;

  /** @throws ModelError if an argument is not accepted, or the groups do not divide the channels. */
  constructor(numGroups: number, numChannels: number, options: GroupNormOptions = {}) {
    super();
    const { eps = 1e-5, affine = true } = optionsArgument('GroupNorm', options, ['eps', 'affine']);
    wholeNumber('GroupNorm', 'numGroups', numGroups, 1);
    const shape = [wholeNumber('GroupNorm', 'numChannels', numChannels, 1)];
    if (numChannels % numGroups !== 0) {
      throw new ModelError(
        'groups',
        `GroupNorm needs channels that its ${String(numGroups)} groups divide, but was given ` +
          String(numChannels),
        { facts: { class: 'GroupNorm', argument: 'numGroups', value: numGroups, numChannels } },
      );
    }
    const isAffine = flag('GroupNorm', 'affine', affine);
    this.weight = isAffine ? new Parameter(shape, ONES) : null;
    this.bias = isAffine ? new Parameter(shape, ZEROS) : null;
    const { weight, bias } = this;
    this.#op = { kind: 'groupNorm', numGroups, weight, bias, eps: epsArgument('GroupNorm', eps) };
  }

  override forward(x: Tensor): Tensor;
  override forward(...inputs: Tensor[]): Tensor {
    const x = onlyInput(this, inputs);
    return x.recorder.record(this.#op, [x]);
  }
}
