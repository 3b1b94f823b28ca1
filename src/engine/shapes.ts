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
      const input = single(op, inputs);
      expectImage('AdaptiveAvgPool2d', input);
      return [input[0], input[1], op.outputSize[0], op.outputSize[1]];
    }
    case 'flatten': {
      const input = single(op, inputs);
      return [...input.slice(0, op.startDim), elementCount(input, op.startDim)];
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
  const input = inputs[0];
  if (input === undefined || inputs.length !== 1) {
    throw new ModelError(`${op.kind} takes one input, but was given ${String(inputs.length)}`);
  }
  return input;
}

/** [batch, channels, height, width] */
type ImageShape = readonly [n: number, c: number, h: number, w: number];

function isImage(shape: Shape): shape is ImageShape {
  return shape.length === 4;
}

function expectImage(module: string, shape: Shape): asserts shape is ImageShape {
  if (isImage(shape)) return;
  throw new ModelError(
    `${module} takes an input of [N, C, H, W], but was given ${formatShape(shape)}`,
  );
}

function expectChannels(
  module: string,
  shape: Shape,
  channels: number | undefined,
): asserts shape is ImageShape {
  expectImage(module, shape);
  if (shape[1] === channels) return;
  throw new ModelError(
    `${module} takes ${String(channels)} channels, but was given ${formatShape(shape)}`,
  );
}

function conv2d(op: Conv2dOp, input: Shape): Shape {
  const { shape } = op.weight;
  expectChannels('Conv2d', input, (shape[1] ?? 0) * op.groups);
  return [input[0], shape[0] ?? 0, conv2dSize(op, input, 0), conv2dSize(op, input, 1)];
}

/**
 * The height or width of a convolution's output, by torch.nn.Conv2d's documentation:
 * floor((in + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1)
 */
function conv2dSize(op: Conv2dOp, input: ImageShape, axis: 0 | 1): number {
  const kernel = op.weight.shape[axis + 2] ?? 1;
  const reach = op.dilation[axis] * (kernel - 1) + 1;
  const padded = (input[axis + 2] ?? 0) + 2 * op.padding[axis];
  if (padded < reach) {
    throw new ModelError(
      `Conv2d's kernel reaches over ${String(reach)} elements, but its padded input ` +
        `${formatShape(input)} has ${String(padded)}`,
    );
  }
  return Math.floor((padded - reach) / op.stride[axis]) + 1;
}

/** PyTorch's broadcasting: axes are matched from the last, and a size of 1 stretches. */
function broadcast(operation: string, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const sizeA = a[axis - rank + a.length] ?? 1;
    const sizeB = b[axis - rank + b.length] ?? 1;
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) {
      throw new ModelError(
        `${operation} cannot broadcast ${formatShape(a)} and ${formatShape(b)} to one shape`,
      );
    }
    shape.push(sizeA === 1 ? sizeB : sizeA);
  }
  return shape;
}
