import { ModelError } from '../errors.js';
import { type Operation, type Single, single, slideOver, type StoredTensor } from './operation.js';
import { elementCount, formatShape } from './shape.js';

/** `torch.nn.functional.conv1d`, with zeros for padding. */
export interface Conv1dOp {
  /** [out, in / groups, kernel] */
  readonly weight: StoredTensor;
  /** [out] */
  readonly bias: StoredTensor | null;
  readonly stride: Single;
  readonly padding: Single;
  readonly dilation: Single;
  readonly groups: number;
}

/** [N, in, L] → [N, out, L'] */
export const conv1d: Operation<Conv1dOp> = {
  outputShape({ weight, stride, padding, dilation, groups }, inputs) {
    const [out = 0, inPerGroup = 0, kernelSize = 1] = weight.shape;
    const input = single('conv1d', inputs);
    const [batch = 1, channels] = input;
    if (input.length !== 3) {
      throw new ModelError(
        'shape',
        `conv1d takes an input of [N, C, L], but was given ${formatShape(input)}`,
      );
    }
    const expected = inPerGroup * groups;
    if (channels !== expected) {
      throw new ModelError(
        'channels',
        `conv1d takes ${String(expected)} channels, but was given ${formatShape(input)}`,
        { facts: { expected, given: input } },
      );
    }
    const window = {
      kernelSize,
      stride: stride[0],
      padding: padding[0],
      dilation: dilation[0],
      ceilMode: false,
    };
    return [batch, out, slideOver('conv1d', window, input, 2)];
  },
  stored: ({ weight, bias }) => [weight, bias],
  // Each element of the output is a sum over its filter.
  multiplyAccumulates: ({ weight }, _inputs, output) =>
    elementCount(output) * elementCount(weight.shape, 1),
};
