import { type ImageShape, type Pair, slide, type Window } from '../ops/operation.js';

/** The windows of a pool over an image, for kernels that round their number otherwise than torch. */
export interface Windows {
  /** How many there are along height and width. */
  readonly count: Pair;
  /** The elements by which the last one reaches over the end of the image; 0 if it does not. */
  readonly over: Pair;
}

/** @param shape [N, C, H, W] */
export function windowsOf(window: Window, shape: ImageShape): Windows {
  const count = slide('pooling', window, shape);
  const along = (axis: 0 | 1, size: number): number => {
    const reach = window.dilation[axis] * (window.kernelSize[axis] - 1) + 1;
    const end = (count[axis] - 1) * window.stride[axis] - window.padding[axis] + reach;
    // The last rows may be in no window at all.
    return Math.max(end - size, 0);
  };
  return { count, over: [along(0, shape[2]), along(1, shape[3])] };
}

/** What an average is over. */
export interface AverageWindow extends Omit<Window, 'dilation'> {
  /** Whether the padding counts among what a window's sum is divided by. */
  readonly countIncludePad: boolean;
}

/**
 * By how much the average of each window is to be multiplied if its sum was divided by the whole window,
 * where torch divides by less: at the border, or because padding does not count.
 * @returns for [H', W'], row by row
 */
export function averageScales(op: AverageWindow, shape: ImageShape): number[] {
  const { count } = windowsOf({ ...op, dilation: [1, 1] }, shape);
  const rows = countedElements(op, 0, shape[2], count[0]);
  const columns = countedElements(op, 1, shape[3], count[1]);
  const whole = op.kernelSize[0] * op.kernelSize[1];
  return rows.flatMap((h) => columns.map((w) => whole / (h * w)));
}

/** The elements of each window along an axis that its sum is divided by. */
function countedElements(
  { kernelSize, stride, padding, countIncludePad }: AverageWindow,
  axis: 0 | 1,
  size: number,
  count: number,
): number[] {
  return Array.from({ length: count }, (_, index) => {
    const start = index * stride[axis] - padding[axis];
    const end = Math.min(start + kernelSize[axis], size + padding[axis]);
    return countIncludePad ? end - start : Math.min(end, size) - Math.max(start, 0);
  });
}

/**
 * The windows of an adaptive pool along an axis: the i-th is from floor(i * size / count) to
 * ceil((i + 1) * size / count) (torch.nn.AdaptiveAvgPool2d; ATen's start_index and end_index).
 */
export function adaptiveWindows(size: number, count: number): { start: number; end: number }[] {
  return Array.from({ length: count }, (_, i) => ({
    start: Math.floor((i * size) / count),
    end: Math.ceil(((i + 1) * size) / count),
  }));
}
