import { type Operation, type Pair, singleImage, slide } from './operation.js';

/** `torch.nn.functional.avg_pool2d`. */
export interface AvgPool2dOp {
  readonly kernelSize: Pair;
  readonly stride: Pair;
  /** Zeros on each side of height and width. */
  readonly padding: Pair;
  readonly ceilMode: boolean;
  /** Whether the padding counts among what a window's sum is divided by. */
  readonly countIncludePad: boolean;
}

/** [N, C, H, W] → [N, C, H', W'] */
export const avgPool2d: Operation<AvgPool2dOp> = {
  outputShape(op, inputs) {
    const input = singleImage('avg_pool2d', inputs);
    return [input[0], input[1], ...slide('avg_pool2d', { ...op, dilation: [1, 1] }, input)];
  },
};
