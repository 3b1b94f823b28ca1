import type { Shape } from './shape.js';

/** A pair of sizes along height and width. */
export type Pair = readonly [number, number];

/** Something that a model stores and an operation reads: a parameter or a buffer, in torch's layout. */
export interface StoredTensor {
  readonly shape: Shape;
}

/** `torch.nn.functional.conv2d`: weight [out, in / groups, kernel height, kernel width], bias [out]. */
export interface Conv2dOp {
  readonly kind: 'conv2d';
  readonly weight: StoredTensor;
  readonly bias: StoredTensor | null;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly dilation: Pair;
  readonly groups: number;
}

/** `torch.nn.functional.batch_norm` in evaluation mode: every tensor is [channels]. */
export interface BatchNormOp {
  readonly kind: 'batchNorm';
  readonly weight: StoredTensor | null;
  readonly bias: StoredTensor | null;
  readonly runningMean: StoredTensor;
  readonly runningVar: StoredTensor;
  readonly eps: number;
}

/** `torch.nn.functional.linear`: weight [out, in], bias [out]. */
export interface LinearOp {
  readonly kind: 'linear';
  readonly weight: StoredTensor;
  readonly bias: StoredTensor | null;
}

/** `torch.nn.functional.adaptive_avg_pool2d`. */
export interface AdaptiveAvgPool2dOp {
  readonly kind: 'adaptiveAvgPool2d';
  readonly outputSize: Pair;
}

/** `torch.flatten(input, startDim)`. */
export interface FlattenOp {
  readonly kind: 'flatten';
  readonly startDim: number;
}

/** An operation on the elements of one tensor, or of two that broadcast as torch's do. */
export interface ElementwiseOp {
  readonly kind: 'relu' | 'sigmoid' | 'add' | 'mul';
}

/** What a module can ask of an engine. Every engine runs every one of them. */
export type Op =
  Conv2dOp | BatchNormOp | LinearOp | AdaptiveAvgPool2dOp | FlattenOp | ElementwiseOp;

/** The parameters and buffers that an operation reads. */
export function storedTensors(op: Op): StoredTensor[] {
  const stored = (): (StoredTensor | null)[] => {
    switch (op.kind) {
      case 'conv2d':
      case 'linear':
        return [op.weight, op.bias];
      case 'batchNorm':
        return [op.weight, op.bias, op.runningMean, op.runningVar];
      case 'adaptiveAvgPool2d':
      case 'flatten':
      case 'relu':
      case 'sigmoid':
      case 'add':
      case 'mul':
        return [];
    }
  };
  return stored().filter((tensor) => tensor !== null);
}
