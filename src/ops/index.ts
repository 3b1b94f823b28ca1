import { adaptiveAvgPool2d, type AdaptiveAvgPool2dOp } from './adaptive-avg-pool2d.js';
import { adaptiveMaxPool2d, type AdaptiveMaxPool2dOp } from './adaptive-max-pool2d.js';
import { add } from './add.js';
import { amax, type AmaxOp } from './amax.js';
import { avgPool2d, type AvgPool2dOp } from './avg-pool2d.js';
import { batchNorm, type BatchNormOp } from './batch-norm.js';
import { cat, type CatOp } from './cat.js';
import { conv1d, type Conv1dOp } from './conv1d.js';
import { conv2d, type Conv2dOp } from './conv2d.js';
import { flatten, type FlattenOp } from './flatten.js';
import { groupNorm, type GroupNormOp } from './group-norm.js';
import { linear, type LinearOp } from './linear.js';
import { matmul } from './matmul.js';
import { maxPool2d, type MaxPool2dOp } from './max-pool2d.js';
import { mean, type MeanOp } from './mean.js';
import { mul } from './mul.js';
import type { NoFields, Operation, StoredTensor } from './operation.js';
import { permute, type PermuteOp } from './permute.js';
import { relu } from './relu.js';
import { reshape, type ReshapeOp } from './reshape.js';
import type { Shape } from './shape.js';
import { sigmoid } from './sigmoid.js';
import { softmax, type SoftmaxOp } from './softmax.js';
import { sub } from './sub.js';

/**
 * The operations that a forward pass can be made of, and the fields of each. A new one is one file,
 * one line here and one in {@link OPERATIONS}; the compiler then asks every engine for it.
 */
export interface OpOf {
  adaptiveAvgPool2d: AdaptiveAvgPool2dOp;
  adaptiveMaxPool2d: AdaptiveMaxPool2dOp;
  add: NoFields;
  amax: AmaxOp;
  avgPool2d: AvgPool2dOp;
  batchNorm: BatchNormOp;
  cat: CatOp;
  conv1d: Conv1dOp;
  conv2d: Conv2dOp;
  flatten: FlattenOp;
  groupNorm: GroupNormOp;
  linear: LinearOp;
  matmul: NoFields;
  maxPool2d: MaxPool2dOp;
  mean: MeanOp;
  mul: NoFields;
  permute: PermuteOp;
  relu: NoFields;
  reshape: ReshapeOp;
  sigmoid: NoFields;
  softmax: SoftmaxOp;
  sub: NoFields;
}

export type Kind = keyof OpOf;

/** One operation of a given kind, or of any. */
export type Op<K extends Kind = Kind> = { [P in K]: OpOf[P] & { readonly kind: P } }[K];

/** What is known of each kind. */
export const OPERATIONS: { readonly [K in Kind]: Operation<Op<K>> } = {
  adaptiveAvgPool2d,
  adaptiveMaxPool2d,
  add,
  amax,
  avgPool2d,
  batchNorm,
  cat,
  conv1d,
  conv2d,
  flatten,
  groupNorm,
  linear,
  matmul,
  maxPool2d,
  mean,
  mul,
  permute,
  relu,
  reshape,
  sigmoid,
  softmax,
  sub,
};

/**
 * The shape of an operation's output.
 * @throws ModelError if the inputs do not fit the operation.
 */
export function outputShape<K extends Kind>(op: Op<K>, inputs: readonly Shape[]): Shape {
  return OPERATIONS[op.kind].outputShape(op, inputs);
}

/** The parameters and buffers that an operation reads. */
export function storedTensors<K extends Kind>(op: Op<K>): StoredTensor[] {
  const stored = OPERATIONS[op.kind].stored?.(op) ?? [];
  return stored.filter((tensor) => tensor !== null);
}

/** The multiply-accumulates of an operation that multiplies matrices, for the whole batch; else 0. */
export function multiplyAccumulates<K extends Kind>(
  op: Op<K>,
  inputs: readonly Shape[],
  output: Shape,
): number {
  return OPERATIONS[op.kind].multiplyAccumulates?.(op, inputs, output) ?? 0;
}
