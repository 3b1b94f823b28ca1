import { ModelError } from '../errors.js';
import type { Conv2dOp, Op } from './ops.js';
import { elementCount, formatShape, type Shape } from './shape.js';

/**
 * The shape of an operation's output, by the rules in PyTorch's documentation of that operation.
 * @throws ModelError where the inputs do not fit the operation.
 */
export function outputShape(op: Op, inputs: readonly Shape[]): Shape {
  switch (op.kind) {
    case 'conv2d':
      return conv2d(op, single(op, inputs));
    case 'batchNorm': {
      const input = single(op, inputs);
      expectChannels('BatchNorm2d', input, op.runningMean.shape[0]);
      return input;
    }
    case 'linear': {
      const input = single(op, inputs);
      const [outFeatures = 0, inFeatures] = op.weight.shape;
      if (input.length !== 2 || input[1] !== inFeatures) {
        throw new ModelError(
          `Linear takes an input of [N, ${String(inFeatures)}], but was given ${formatShape(input)}`,
        );
      }
      return [input[0] ?? 0, outFeatures];
    }
    case 'adaptiveAvgPool2d': {
      const [n, c] = image('AdaptiveAvgPool2d', single(op, inputs));
      return [n, c, ...op.outputSize];
    }
    case 'flatten': {
      const input = single(op, inputs);
      return [...input.slice(0, op.startDim), elementCount(input.slice(op.startDim))];
    }
    case 'relu':
    case 'sigmoid':
      return single(op, inputs);
    case 'add':
    case 'mul':
      return inputs.reduce((a, b) => broadcast(op.kind, a, b));
  }
}

function single(op: Op, inputs: readonly Shape[]): Shape {
  const [input] = inputs;
  if (input === undefined || inputs.length !== 1) {
    throw new ModelError(`${op.kind} takes one input, but was given ${String(inputs.length)}`);
  }
  return input;
}

function image(module: string, shape: Shape): readonly [number, number, number, number] {
  const [n, c, h, w] = shape;
  if (
    n === undefined ||
    c === undefined ||
    h === undefined ||
    w === undefined ||
    shape.length !== 4
  ) {
    throw new ModelError(
      `${module} takes an input of [N, C, H, W], but was given ${formatShape(shape)}`,
    );
  }
  return [n, c, h, w];
}

function expectChannels(module: string, shape: Shape, channels: number | undefined): void {
  const [, given] = image(module, shape);
  if (given !== channels) {
    throw new ModelError(
      `${module} takes ${String(channels)} channels, but was given ${formatShape(shape)}`,
    );
  }
}

/** floor((in + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1), torch.nn.Conv2d's documentation. */
function conv2d(op: Conv2dOp, input: Shape): Shape {
  const [outChannels = 0, channelsPerGroup = 0, ...kernel] = op.weight.shape;
  expectChannels('Conv2d', input, channelsPerGroup * op.groups);
  const [n = 0, , ...sizes] = input;
  const spatial = sizes.map((size, axis) => {
    const reach = (op.dilation[axis] ?? 1) * ((kernel[axis] ?? 1) - 1) + 1;
    const padded = size + 2 * (op.padding[axis] ?? 0);
    if (padded < reach) {
      throw new ModelError(
        `Conv2d's kernel reaches over ${String(reach)} elements, but its padded input ` +
          `${formatShape(input)} has ${String(padded)}`,
      );
    }
    return Math.floor((padded - reach) / (op.stride[axis] ?? 1)) + 1;
  });
  return [n, outChannels, ...spatial];
}

/** PyTorch's broadcasting: axes are matched from the last, and a size of 1 stretches. */
function broadcast(operation: string, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const sizeA = a[axis - rank + a.length] ?? 1;
    const sizeB = b[axis - rank + b.length] ?? 1;
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) {
      throw new ModelError(
        `${operation} cannot broadcast ${formatShape(a)} and ${formatShape(b)} to one shape`,
      );
    }
    return sizeA === 1 ? sizeB : sizeA;
  });
}
