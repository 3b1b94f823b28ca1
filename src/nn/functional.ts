import {
  avgPool2dArguments,
  type AvgPool2dOptions,
  type Conv2dArguments,
  maxPool2dArguments,
  type MaxPool2dOptions,
  optionsArgument,
  pair,
  type SizeArgument,
  SLIDING_OPTIONS,
  slidingArguments,
  wrongArgument,
} from '../ops/arguments.js';
import { equalShapes, formatShape } from '../ops/shape.js';
import { isTensor, type Tensor } from '../tensor/tensor.js';
import { Buffer, Parameter } from './parameter.js';

export type { AvgPool2dOptions, Conv2dArguments, MaxPool2dOptions } from '../ops/arguments.js';

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
  const [out = 0] = weight.shape;
  if (out % sliding.groups !== 0) {
    const accepted = `a number that divides the ${String(out)} outputs of its weight`;
    throw wrongArgument('conv2d', 'groups', accepted, sliding.groups);
  }
  return tensor('conv2d', x).recorder.record({ kind: 'conv2d', weight, bias, ...sliding }, [x]);
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
