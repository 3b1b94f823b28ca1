import { type Operation, type Pair, singleImage } from './operation.js';

/** `torch.nn.functional.adaptive_avg_pool2d`. */
export interface AdaptiveAvgPool2dOp {
  readonly outputSize: Pair;
}

/** [N, C, H, W] → [N, C, ...outputSize] */
export const adaptiveAvgPool2d: Operation<AdaptiveAvgPool2dOp> = {
  outputShape({ outputSize }, inputs) {
    const [batch, channels] = singleImage('adaptive_avg_pool2d', inputs);
    return [batch, channels, ...outputSize];
  },
};
