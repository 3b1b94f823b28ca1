import {
  avgPool2dArguments,
  type AvgPool2dOptions,
  type Conv1dArguments,
  type Conv2dArguments,
  epsArgument,
  maxPool2dArguments,
  type MaxPool2dOptions,
  optionsArgument,
  pair,
  type SizeArgument,
  SLIDING_OPTIONS,
  slidingArguments,
  slidingArguments1d,
  wholeNumber,
  wrongArgument,
} from '../ops/arguments.js';
import { equalShapes, formatShape } from '../ops/shape.js';
import { isTensor, type Tensor } from '../tensor/tensor.js';
import { Buffer, Parameter } from './parameter.js';

export type {
  AvgPool2dOptions,
  Conv1dArguments,
  Conv2dArguments,
  MaxPool2dOptions,
} from '../ops/arguments.js';

/** `torch.nn.functional.relu`: max(x, 0), any shape. */
export function relu(x: Tensor): Tensor {
  return tensor('relu', x).relu();
}

/** `torch.nn.functional.sigmoid`: 1 / (1 + exp(-x)), any shape. */
export function sigmoid(x: Tensor): Tensor {
  return tensor('sigmoid', x).sigmoid();
}

/**
 * `torch.nn.functional.softmax` along an axis, any shape.
 * @throws ModelError if an argument is not accepted.
 */
export function softmax(x: Tensor, dim: number): Tensor {
  return tensor('softmax', x).softmax(dim);
}

/**
 * `torch.nn.functional.linear`: [..., in] → [..., out], with a weight of [out, in] and a bias of [out].
 * @throws ModelError if an argument is not accepted.
 */
export function linear(x: Tensor, weight: Parameter, bias: Parameter | null = null): Tensor {
  checkWeights('linear', 2, weight, bias);
  return tensor('linear', x).recorder.record({ kind: 'linear', weight, bias }, [x]);
}

/**
 * `torch.nn.functional.conv1d`: [N, in, L] → [N, out, L'], with a weight of [out, in / groups, kernel]
 * and a bias of [out].
 * @throws ModelError if an argument is not accepted.
 */
export function conv1d(
  x: Tensor,
  weight: Parameter,
  bias: Parameter | null = null,
  options: Conv1dArguments = {},
): Tensor {
  checkWeights('conv1d', 3, weight, bias);
  const sliding = slidingArguments1d('conv1d', optionsArgument('conv1d', options, SLIDING_OPTIONS));
  checkWeightGroups('conv1d', sliding.groups, weight);
  return tensor('conv1d', x).recorder.record({ kind: 'conv1d', weight, bias, ...sliding }, [x]);
}

/**
 * `torch.nn.functional.conv2d`: [N, in, H, W] → [N, out, H', W'], with a weight of
 * [out, in / groups, kernel height, kernel width] and a bias of [out].
 * @throws ModelError if an argument is not accepted.
 */
export function conv2d(
  x: Tensor,
  weight: Parameter,
  bias: Parameter | null = null,
  options: Conv2dArguments = {},
): Tensor {
  checkWeights('conv2d', 4, weight, bias);
  const sliding = slidingArguments('conv2d', optionsArgument('conv2d', options, SLIDING_OPTIONS));
  checkWeightGroups('conv2d', sliding.groups, weight);
  return tensor('conv2d', x).recorder.record({ kind: 'conv2d', weight, bias, ...sliding }, [x]);
}

/**
 * `torch.nn.functional.group_norm`: [N, C, ...] → the same shape. Each of the groups of channels is
 * normalised by its own mean and variance, then each channel is scaled and shifted.
 * @param weight [C]; null, which is the default, scales nothing
 * @param bias [C]; null, which is the default, shifts nothing
 * @param eps what is added to the variance; 1e-5 by default
 * @throws ModelError if an argument is not accepted.
 */
export function groupNorm(
  x: Tensor,
  numGroups: number,
  weight: Parameter | null = null,
  bias: Parameter | null = null,
  eps = 1e-5,
): Tensor {
  wholeNumber('group_norm', 'numGroups', numGroups, 1);
  checkPerChannel('group_norm', 'weight', weight);
  checkPerChannel('group_norm', 'bias', bias);
  const op = {
    kind: 'groupNorm',
    numGroups,
    weight,
    bias,
    eps: epsArgument('group_norm', eps),
  } as const;
  return tensor('group_norm', x).recorder.record(op, [x]);
}

function checkPerChannel(owner: string, name: string, given: unknown): void {
  if (given === null) return;
  if (!isStored(given)) {
    throw wrongArgument(owner, name, 'an nn.Parameter, nn.Buffer or null', given);
  }
  if (given.shape.length !== 1) throw wrongArgument(owner, name, 'a tensor of 1 axis', given.shape);
}

function checkWeightGroups(owner: string, groups: number, weight: Parameter): void {
  const [out = 0] = weight.shape;
  if (out % groups === 0) return;
  const accepted = `a number that divides the ${String(out)} outputs of its weight`;
  throw wrongArgument(owner, 'groups', accepted, groups);
}

/** Engines take the shapes of weight and bias for granted. */
function checkWeights(owner: string, axes: number, weight: unknown, bias: unknown): void {
  if (!isStored(weight)) {
    throw wrongArgument(owner, 'weight', 'an nn.Parameter or nn.Buffer', weight);
  }
  if (weight.shape.length !== axes || weight.shape.includes(0)) {
    const accepted = `a tensor of ${String(axes)} axes, none of size 0`;
    throw wrongArgument(owner, 'weight', accepted, weight.shape);
  }
  if (bias === null) return;
  if (!isStored(bias))
    throw wrongArgument(owner, 'bias', 'an nn.Parameter, nn.Buffer or null', bias);
  const expected = weight.shape.slice(0, 1);
  if (!equalShapes(bias.shape, expected)) {
    throw wrongArgument(owner, 'bias', `a tensor of ${formatShape(expected)}`, bias.shape);
  }
}

/** Only these have numbers that an engine can be given. */
function isStored(value: unknown): value is Parameter | Buffer {
  return value instanceof Parameter || value instanceof Buffer;
}

/** What a function works on. */
function tensor(owner: string, x: unknown): Tensor {
  if (isTensor(x)) return x;
  throw wrongArgument(owner, 'x', 'a tensor', x);
}

/**
 * `torch.nn.functional.adaptive_avg_pool2d`: [N, C, H, W] → [N, C, ...outputSize].
 * @throws ModelError if an argument is not accepted.
 */
export function adaptiveAvgPool2d(x: Tensor, outputSize: SizeArgument): Tensor {
  const size = pair('adaptive_avg_pool2d', 'outputSize', outputSize, 1);
  const op = { kind: 'adaptiveAvgPool2d', outputSize: size } as const;
  return tensor('adaptive_avg_pool2d', x).recorder.record(op, [x]);
}

/**
 * `torch.nn.functional.adaptive_max_pool2d`: [N, C, H, W] → [N, C, ...outputSize].
 * @throws ModelError if an argument is not accepted.
 */
export function adaptiveMaxPool2d(x: Tensor, outputSize: SizeArgument): Tensor {
  const size = pair('adaptive_max_pool2d', 'outputSize', outputSize, 1);
  const op = { kind: 'adaptiveMaxPool2d', outputSize: size } as const;
  return tensor('adaptive_max_pool2d', x).recorder.record(op, [x]);
}

/**
 * `torch.nn.functional.max_pool2d`: [N, C, H, W] → [N, C, H', W'].
 * @throws ModelError if an argument is not accepted.
 */
export function maxPool2d(
  x: Tensor,
  kernelSize: SizeArgument,
  options: MaxPool2dOptions = {},
): Tensor {
  const window = maxPool2dArguments('max_pool2d', kernelSize, options);
  return tensor('max_pool2d', x).recorder.record({ kind: 'maxPool2d', ...window }, [x]);
}

/**
 * `torch.nn.functional.avg_pool2d`: [N, C, H, W] → [N, C, H', W'].
 * @throws ModelError if an argument is not accepted.
 */
export function avgPool2d(
  x: Tensor,
  kernelSize: SizeArgument,
  options: AvgPool2dOptions = {},
): Tensor {
  const window = avgPool2dArguments('avg_pool2d', kernelSize, options);
  return tensor('avg_pool2d', x).recorder.record({ kind: 'avgPool2d', ...window }, [x]);
}
