import type { Kind } from '../../../ops/index.js';
import { adaptiveAvgPool2d } from './adaptive-avg-pool2d.js';
import { adaptiveMaxPool2d } from './adaptive-max-pool2d.js';
import { add } from './add.js';
import { amax } from './amax.js';
import { avgPool2d } from './avg-pool2d.js';
import { batchNorm } from './batch-norm.js';
import { cat } from './cat.js';
import { conv1d } from './conv1d.js';
import { conv2d } from './conv2d.js';
import { flatten } from './flatten.js';
import { groupNorm } from './group-norm.js';
import type { Kernel } from './kernel.js';
import { linear } from './linear.js';
import { matmul } from './matmul.js';
import { maxPool2d } from './max-pool2d.js';
import { mean } from './mean.js';
import { mul } from './mul.js';
import { permute } from './permute.js';
import { relu } from './relu.js';
import { reshape } from './reshape.js';
import { sigmoid } from './sigmoid.js';
import { softmax } from './softmax.js';
import { sub } from './sub.js';

/** A kernel for every operation. */
export type Kernels = { readonly [K in Kind]: Kernel<K> };

export const KERNELS: Kernels = {
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
