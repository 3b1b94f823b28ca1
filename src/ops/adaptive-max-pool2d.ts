import { type Operation, type Pair, singleImage } from './operation.js';

/** `torch.nn.functional.adaptive_max_pool2d`. */
export interface AdaptiveMaxPool2dOp {
  readonly outputSize: Pair;
}

/** [N, C, H, W] → [N, C, ...outputSize] */
export const adaptiveMaxPool2d: Operation<AdaptiveMaxPool2dOp> = {
  outputShape({ outputSize }, inputs) {
    const [batch, channels] = singleImage('adaptive_max_pool2d', inputs);
    return [batch, channels, ...outputSize];
  },
};
