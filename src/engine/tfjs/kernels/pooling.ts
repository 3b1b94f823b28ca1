import { type Pair, slide, type Window } from '../../../ops/operation.js';

/** The windows of a pool, and the padding for kernels that have none of their own. */
export interface WindowPadding {
  /** The windows along height and width. */
  readonly count: Pair;
  /** What the input is padded with, channels last, so that every window is within it. */
  readonly pad: [[number, number], [number, number], [number, number], [number, number]];
}

/** @param shape [N, H, W, C] */
export function windowPadding(
  window: Window,
  [n, h, w, c]: readonly [number, number, number, number],
): WindowPadding {
  const count = slide('pooling', window, [n, c, h, w]);
  const along = (axis: 0 | 1, size: number): [number, number] => {
    const reach = window.dilation[axis] * (window.kernelSize[axis] - 1) + 1;
    const end = (count[axis] - 1) * window.stride[axis] + reach;
    const before = window.padding[axis];
    // The last rows may be in no window at all.
    return [before, Math.max(end - before - size, 0)];
  };
  return { count, pad: [[0, 0], along(0, h), along(1, w), [0, 0]] };
}
