import { elementCount } from './shape.js';
import {
  type Operation,
  type Pair,
  singleImage,
  slideAlong,
  type StoredTensor,
} from './operation.js';

/** `torch.nn.functional.conv2d`, with zeros for padding. */
export interface Conv2dOp {
  /** [out, in / groups, kernel height, kernel width] */
  readonly weight: StoredTensor;
  /** [out] */
  readonly bias: StoredTensor | null;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly dilation: Pair;
  readonly groups: number;
}

/** [N, in, H, W] → [N, out, H', W'] */
export const conv2d: Operation<Conv2dOp> = {
  outputShape({ weight, stride, padding, dilation, groups }, inputs) {
    const [out = 0, inPerGroup = 0, height = 1, width = 1] = weight.shape;
    const input = singleImage('conv2d', inputs, inPerGroup * groups);
    const kernelSize: Pair = [height, width];
    const window = { kernelSize, stride, padding, dilation, ceilMode: false };
    return [
      input[0],
      out,
      slideAlong('conv2d', window, input, 0),
      slideAlong('conv2d', window, input, 1),
    ];
  },
  stored: ({ weight, bias }) => [weight, bias],
  // Each element of the output is a sum over its filter.
  multiplyAccumulates: ({ weight }, _inputs, output) =>
    elementCount(output) * elementCount(weight.shape, 1),
};
