import { type Operation, singleImage, type StoredTensor } from './operation.js';

/** `torch.nn.functional.batch_norm` in evaluation mode: every tensor is [channels]. */
export interface BatchNormOp {
  readonly weight: StoredTensor | null;
  readonly bias: StoredTensor | null;
  readonly runningMean: StoredTensor;
  readonly runningVar: StoredTensor;
  readonly eps: number;
}

/** [N, C, H, W] → the same shape */
export const batchNorm: Operation<BatchNormOp> = {
  outputShape: ({ runningMean }, inputs) => singleImage('batch_norm', inputs, runningMean.shape[0]),
  stored: ({ weight, bias, runningMean, runningVar }) => [weight, bias, runningMean, runningVar],
};
