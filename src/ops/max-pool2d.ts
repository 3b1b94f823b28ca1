import { type Operation, type Pair, singleImage, slide } from './operation.js';

/** `torch.nn.functional.max_pool2d`; what is padded is less than any number. */
export interface MaxPool2dOp {
  readonly kernelSize: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly dilation: Pair;
  readonly ceilMode: boolean;
}

/** [N, C, H, W] → [N, C, H', W'] */
export const maxPool2d: Operation<MaxPool2dOp> = {
  outputShape(op, inputs) {
    const input = singleImage('max_pool2d', inputs);
    return [input[0], input[1], ...slide('max_pool2d', op, input)];
  },
};
