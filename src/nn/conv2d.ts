import {
  checkGroups,
  type Conv2dArguments,
  flag,
  optionsArgument,
  pair,
  SLIDING_OPTIONS,
  type SizeArgument,
  slidingArguments,
  wholeNumber,
} from '../ops/arguments.js';
import type { Op } from '../ops/index.js';
import type { Pair } from '../ops/operation.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { onlyInput } from './only-input.js';
import { kaimingUniform, Parameter } from './parameter.js';

/** What a {@link Conv2d} can be built with. */
export interface Conv2dOptions extends Conv2dArguments {
  readonly kernelSize: SizeArgument;
  /** Whether there is a bias; true by default. */
  readonly bias?: boolean;
}

const OPTIONS = ['kernelSize', 'bias', ...SLIDING_OPTIONS] as const;

/** `torch.nn.Conv2d`: [N, in, H, W] → [N, out, H', W'], with zero padding. */
export class Conv2d extends Module {
  static override readonly className = 'Conv2d';

  override readonly kernelSize: Pair;
  override readonly groups: number;
  /** [out, in / groups, kernel height, kernel width] */
  readonly weight: Parameter;
  /** [out] */
  readonly bias: Parameter | null;
  readonly #op: Op<'conv2d'>;

  /** @throws ModelError if an argument is not accepted, or groups do not divide the channels. */
  constructor(inChannels: number, outChannels: number, options: Conv2dOptions) {
    super();
    const { bias: hasBias = true } = optionsArgument('Conv2d', options, OPTIONS);
    wholeNumber('Conv2d', 'inChannels', inChannels, 1);
    wholeNumber('Conv2d', 'outChannels', outChannels, 1);
    const sliding = slidingArguments('Conv2d', options);
    const { groups } = sliding;
    checkGroups('Conv2d', groups, inChannels, outChannels);
    this.kernelSize = pair('Conv2d', 'kernelSize', options.kernelSize, 1);
    this.groups = groups;
    const [height, width] = this.kernelSize;
    const initialiser = kaimingUniform((inChannels / groups) * height * width);
    this.weight = new Parameter([outChannels, inChannels / groups, height, width], initialiser);
    this.bias = flag('Conv2d', 'bias', hasBias) ? new Parameter([outChannels], initialiser) : null;
    const { stride, padding, dilation } = sliding;
    const { weight, bias } = this;
    this.#op = { kind: 'conv2d', weight, bias, stride, padding, dilation, groups };
  }

  override forward(x: Tensor): Tensor;
  override forward(...inputs: Tensor[]): Tensor {
    const x = onlyInput(this, inputs);
    return x.recorder.record(this.#op, [x]);
  }
}
