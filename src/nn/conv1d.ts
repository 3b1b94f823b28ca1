import {
  checkGroups,
  type Conv1dArguments,
  flag,
  type LengthArgument,
  lengthArgument,
  optionsArgument,
  SLIDING_OPTIONS,
  slidingArguments1d,
  wholeNumber,
} from '../ops/arguments.js';
import type { Op } from '../ops/index.js';
import type { Single } from '../ops/operation.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { onlyInput } from './only-input.js';
import { kaimingUniform, Parameter } from './parameter.js';

/** What a {@link Conv1d} can be built with. */
export interface Conv1dOptions extends Conv1dArguments {
  readonly kernelSize: LengthArgument;
  /** Whether there is a bias; true by default. */
  readonly bias?: boolean;
}

const OPTIONS = ['kernelSize', 'bias', ...SLIDING_OPTIONS] as const;

/** `torch.nn.Conv1d`: [N, in, L] → [N, out, L'], with zero padding. */
export class Conv1d extends Module {
  static override readonly className = 'Conv1d';

  override readonly kernelSize: Single;
  override readonly groups: number;
  /** [out, in / groups, kernel] */
  readonly weight: Parameter;
  /** [out] */
  readonly bias: Parameter | null;
  readonly #op: Op<'conv1d'>;

  /** @throws ModelError if an argument is not accepted, or groups do not divide the channels. */
  constructor(inChannels: number, outChannels: number, options: Conv1dOptions) {
    super();
    const { bias: hasBias = true } = optionsArgument('Conv1d', options, OPTIONS);
    wholeNumber('Conv1d', 'inChannels', inChannels, 1);
    wholeNumber('Conv1d', 'outChannels', outChannels, 1);
    const sliding = slidingArguments1d('Conv1d', options);
    const { groups } = sliding;
    checkGroups('Conv1d', groups, inChannels, outChannels);
    this.kernelSize = lengthArgument('Conv1d', 'kernelSize', options.kernelSize, 1);
    this.groups = groups;
    const [kernel] = this.kernelSize;
    const initialiser = kaimingUniform((inChannels / groups) * kernel);
    this.weight = new Parameter([outChannels, inChannels / groups, kernel], initialiser);
    this.bias = flag('Conv1d', 'bias', hasBias) ? new Parameter([outChannels], initialiser) : null;
    const { weight, bias } = this;
    this.#op = { kind: 'conv1d', weight, bias, ...sliding };
  }

  override forward(x: Tensor): Tensor;
  override forward(...inputs: Tensor[]): Tensor {
    const x = onlyInput(this, inputs);
    return x.recorder.record(this.#op, [x]);
  }
}
