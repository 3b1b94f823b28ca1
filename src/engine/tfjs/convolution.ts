import type { Op } from '../../ops/index.js';
import { byteSize, elementCount, type Shape } from '../../ops/shape.js';

/** What kernels/conv2d.ts is given, directly or by kernels/conv1d.ts. */
export interface Convolution {
  readonly op: Op<'conv2d'>;
  readonly inputShape: Shape;
  readonly outputShape: Shape;
  /** The bytes of the input in another order, if it has to be copied. */
  readonly inputCopy: number;
  /** The bytes of the output in another order. */
  readonly outputCopy: number;
}

/** The convolution that an operation runs; null if it runs none. */
export function convolutionOf(op: Op, inputShape: Shape, outputShape: Shape): Convolution | null {
  if (op.kind === 'conv2d') return { op, inputShape, outputShape, inputCopy: 0, outputCopy: 0 };
  if (op.kind !== 'conv1d') return null;
  return {
    op: rowConvolution(op),
    inputShape: rowShape(inputShape),
    outputShape: rowShape(outputShape),
    inputCopy: copiedBytes(inputShape),
    outputCopy: copiedBytes(outputShape),
  };
}

/** A convolution over one axis as one over images of one row. */
export function rowConvolution({
  weight,
  bias,
  stride,
  padding,
  dilation,
  groups,
}: Op<'conv1d'>): Op<'conv2d'> {
  return {
    kind: 'conv2d',
    weight: { shape: rowShape(weight.shape) },
    bias,
    stride: [1, stride[0]],
    padding: [0, padding[0]],
    dilation: [1, dilation[0]],
    groups,
  };
}

/** [N, C, L] → [N, C, 1, L] */
export function rowShape([batch = 1, channels = 1, length = 1]: Shape): [
  number,
  number,
  number,
  number,
] {
  return [batch, channels, 1, length];
}

/** A row is copied to bring its channels last, or back, unless it has one channel or one pixel. */
function copiedBytes(shape: Shape): number {
  const [, channels = 1] = shape;
  return channels === 1 || elementCount(shape, 2) === 1 ? 0 : byteSize(shape);
}
