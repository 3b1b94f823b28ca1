import type { Op } from '../../ops/index.js';
import type { Pair } from '../../ops/operation.js';
import { byteSize, type Shape } from '../../ops/shape.js';
import type { Convolution } from './convolution.js';

/**
 * What a convolution with groups becomes: the backend's own one with groups; a depthwise one, in which the
 * channels of a group lie side by side like pixels; or one convolution for each group.
 */
export type GroupedRun = 'native' | 'depthwise' | 'split';

/**
 * What a convolution with more than one group becomes on a backend of TensorFlow.js, which has no groups.
 * @param hasGroups whether the backend's own convolution has them
 */
export function groupedRun(
  { groups, weight, dilation }: Op<'conv2d'>,
  hasGroups: boolean,
): GroupedRun {
  const [, channelsPerGroup = 0] = weight.shape;
  if (channelsPerGroup === 1) return 'depthwise';
  if (hasGroups) return 'native';
  // XNNPACK has an address for each element of a filter and each pixel of the output: with stride 1 no
  // more than the elements of input and output, which one convolution for each group would copy.
  const [height, width] = spreadSize(weight.shape, dilation);
  return height * width <= 2 * groups ? 'depthwise' : 'split';
}

/** Height and width of a kernel with the gaps that a dilation makes in it. */
export function spreadSize([, , height = 1, width = 1]: Shape, [down, across]: Pair): Pair {
  return [(height - 1) * down + 1, (width - 1) * across + 1];
}

/** The bytes that a grouped convolution takes besides its input, weights, bias and output. */
export interface GroupedBytes {
  /** What is made of the input first, until there is `input`. */
  readonly first: number;
  /** The input as it is read in the end. */
  readonly input: number;
  /** The weights, or their parts, once more. */
  readonly weights: number;
  /** The addresses of what XNNPACK reads. */
  readonly addresses: number;
  /** The parts of the output. */
  readonly output: number;
}

const NOTHING: GroupedBytes = { first: 0, input: 0, weights: 0, addresses: 0, output: 0 };

/** Bytes of an address in WebAssembly. */
const ADDRESS_BYTES = 4;

/** What the kernel makes for a convolution, if it has groups. */
export function groupedBytes(
  { op, inputShape, outputShape }: Convolution,
  hasGroups: boolean,
): GroupedBytes {
  const run = op.groups === 1 ? 'native' : groupedRun(op, hasGroups);
  if (run === 'native') return NOTHING;
  if (run === 'split') {
    const [input, output] = [byteSize(inputShape), byteSize(outputShape)];
    return { ...NOTHING, input, weights: byteSize(op.weight.shape), output };
  }
  const [n = 0, c = 0, h = 0, w = 0] = inputShape;
  const [down, across] = op.padding;
  const padded = byteSize([n, c, h + 2 * down, w + 2 * across]);
  const [, channelsPerGroup = 0] = op.weight.shape;
  if (channelsPerGroup === 1) return { ...NOTHING, input: padded };
  const [height, width] = spreadSize(op.weight.shape, op.dilation);
  const pixels = outputShape.slice(2).reduce((product, size) => product * size, 1);
  return {
    ...NOTHING,
    first: byteSize(inputShape),
    input: padded,
    addresses: ADDRESS_BYTES * height * width * channelsPerGroup * pixels,
  };
}
