import { ModelError } from '../errors.js';
import { formatShape, type Shape } from './shape.js';

/** A size along the one axis that there is, as torch has it: a tuple of one. */
export type Single = readonly [number];

/** A pair of sizes along height and width. */
export type Pair = readonly [number, number];

/** Something that a model stores and an operation reads: a parameter or a buffer, in torch's layout. */
export interface StoredTensor {
  readonly shape: Shape;
}

/** What is known of a kind of operation without running it. `Fields` are its arguments. */
export interface Operation<Fields> {
  /**
   * The shape of the output, by the rules in PyTorch's documentation of the operation.
   * @throws ModelError if the inputs do not fit the operation.
   */
  outputShape(op: Fields, inputs: readonly Shape[]): Shape;
  /** The parameters and buffers that it reads; left out if there are none. */
  stored?(op: Fields): readonly (StoredTensor | null)[];
  /**
   * Multiplications that are each followed by an addition, for the whole batch, of operations that
   * multiply matrices; 0 if it is left out.
   */
  multiplyAccumulates?(op: Fields, inputs: readonly Shape[], output: Shape): number;
}

/** The fields of an operation that has none. */
export type NoFields = object;

/**
 * The shape of an operation's one input.
 * @throws ModelError if it was given none, or several.
 */
export function single(operation: string, inputs: readonly Shape[]): Shape {
  const [input] = inputs;
  if (input !== undefined && inputs.length === 1) return input;
  throw new ModelError(
    'inputs',
    `${operation} takes one input, but was given ${String(inputs.length)}`,
  );
}

/**
 * The shapes of an operation's two inputs.
 * @throws ModelError if it was given fewer, or more.
 */
export function two(operation: string, inputs: readonly Shape[]): readonly [Shape, Shape] {
  const [a, b] = inputs;
  if (a !== undefined && b !== undefined && inputs.length === 2) return [a, b];
  throw new ModelError(
    'inputs',
    `${operation} takes two inputs, but was given ${String(inputs.length)}`,
  );
}

/** [batch, channels, height, width] */
export type ImageShape = readonly [n: number, c: number, h: number, w: number];

function isImage(shape: Shape): shape is ImageShape {
  return shape.length === 4;
}

/**
 * An operation's one input, which must be an image.
 * @param channels how many it must have; any number by default
 * @throws ModelError if it is not an image, or has another number of channels.
 */
export function singleImage(
  operation: string,
  inputs: readonly Shape[],
  channels?: number,
): ImageShape {
  const input = single(operation, inputs);
  if (!isImage(input)) {
    throw new ModelError(
      'shape',
      `${operation} takes an input of [N, C, H, W], but was given ${formatShape(input)}`,
    );
  }
  if (channels !== undefined && input[1] !== channels) {
    throw new ModelError(
      'channels',
      `${operation} takes ${String(channels)} channels, but was given ${formatShape(input)}`,
      { facts: { expected: channels, given: input } },
    );
  }
  return input;
}

/** The shape that is left of one that is reduced over axes. */
export function reduced(
  input: Shape,
  { dims, keepdim }: { readonly dims: readonly number[]; readonly keepdim: boolean },
): Shape {
  return keepdim
    ? input.map((size, axis) => (dims.includes(axis) ? 1 : size))
    : input.filter((_, axis) => !dims.includes(axis));
}

/** A window that slides over an image. */
export interface Window {
  readonly kernelSize: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly dilation: Pair;
  /** Whether a window that reaches over the end of the input counts too. */
  readonly ceilMode: boolean;
}

/**
 * The height and width of a sliding window's output, by torch.nn.MaxPool2d's documentation:
 * floor((in + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1). With ceil_mode the quotient is
 * rounded up, but a window that would start in the padding after the end is left out.
 * @throws ModelError if no window fits into the padded input; with ceil_mode it may reach over its end
 *   by less than a stride (ATen's pooling_output_shape).
 */
export function slide(operation: string, window: Window, input: ImageShape): Pair {
  return [slideAlong(operation, window, input, 0), slideAlong(operation, window, input, 1)];
}

/** {@link slide} along height (0) or width (1). */
export function slideAlong(
  operation: string,
  { kernelSize, stride, padding, dilation, ceilMode }: Window,
  input: ImageShape,
  axis: 0 | 1,
): number {
  const along = {
    kernelSize: kernelSize[axis],
    stride: stride[axis],
    padding: padding[axis],
    dilation: dilation[axis],
    ceilMode,
  };
  return slideOver(operation, along, input, axis + 2);
}

/** A window that slides along one axis. */
export interface AxisWindow {
  readonly kernelSize: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
  /** Whether a window that reaches over the end of the input counts too. */
  readonly ceilMode: boolean;
}

/** {@link slide} along one axis of an input of any rank. */
export function slideOver(
  operation: string,
  { kernelSize, stride, padding, dilation, ceilMode }: AxisWindow,
  input: Shape,
  axis: number,
): number {
  const size = input[axis] ?? 1;
  const reach = dilation * (kernelSize - 1) + 1;
  const padded = size + 2 * padding;
  const over = ceilMode ? stride - 1 : 0;
  if (padded + over < reach) {
    throw new ModelError(
      'kernel-size',
      `the kernel of ${operation} reaches over ${String(reach)} elements, but its padded input ` +
        `${formatShape(input)} has ${String(padded)}` +
        (over > 0 ? `, and ceil_mode lets it reach over ${String(padded + over)}` : ''),
      { facts: { reach, padded, given: input } },
    );
  }
  const count = Math.floor((padded - reach + over) / stride) + 1;
  return ceilMode && (count - 1) * stride >= size + padding ? count - 1 : count;
}
