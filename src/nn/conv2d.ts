import type { Conv2dOp, Pair } from '../engine/ops.js';
import type { Tensor } from '../engine/tensor.js';
import { ModelError } from '../errors.js';
import { apply } from './functional.js';
import { Module } from './module.js';
import { pair, type SizeArgument } from './pair.js';
import { kaimingUniform, Parameter } from './parameter.js';

export interface Conv2dOptions {
  readonly kernelSize: SizeArgument;
  readonly stride?: SizeArgument;
  /** Zeros on each side of height and width. */
  readonly padding?: SizeArgument;
  readonly dilation?: SizeArgument;
  readonly groups?: number;
  readonly bias?: boolean;
}

/** `torch.nn.Conv2d`: [N, in, H, W] → [N, out, H', W'], with zero padding. */
export class Conv2d extends Module {
  override readonly kernelSize: Pair;
  override readonly groups: number;
  /** [out, in / groups, kernel height, kernel width] */
  readonly weight: Parameter;
  /** [out] */
  readonly bias: Parameter | null;
  readonly #op: Conv2dOp;

  /** @throws ModelError where there would be no channels, or groups do not divide the channels. */
  constructor(inChannels: number, outChannels: number, options: Conv2dOptions) {
    super();
    const { stride = 1, padding = 0, dilation = 1, groups = 1, bias = true } = options;
    if (inChannels < 1 || outChannels < 1 || inChannels % groups || outChannels % groups) {
      throw new ModelError(
        `Conv2d needs channels that its ${String(groups)} groups divide, but was given ` +
          `${String(inChannels)} in and ${String(outChannels)} out`,
      );
    }
    this.kernelSize = pair(options.kernelSize);
    this.groups = groups;
    const [height, width] = this.kernelSize;
    const initialiser = kaimingUniform((inChannels / groups) * height * width);
    this.weight = new Parameter([outChannels, inChannels / groups, height, width], initialiser);
    this.bias = bias ? new Parameter([outChannels], initialiser) : null;
    this.#op = {
      kind: 'conv2d',
      weight: this.weight,
      bias: this.bias,
      stride: pair(stride),
      padding: pair(padding),
      dilation: pair(dilation),
      groups,
    };
  }

  override forward(x: Tensor): Tensor {
    return apply(this.#op, x);
  }
}
