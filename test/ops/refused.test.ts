import { describe, expect, it } from 'vitest';
import { type Op, outputShape } from '../../src/ops/index.js';
import type { Shape } from '../../src/ops/shape.js';
import { thrownBy } from '../support/errors.js';

const conv: Op = {
  kind: 'conv2d',
  weight: { shape: [4, 3, 3, 5] },
  bias: null,
  stride: [1, 1],
  padding: [0, 1],
  dilation: [2, 1],
  groups: 1,
};
const stored = { shape: [3] };
const norm: Op = {
  kind: 'batchNorm',
  weight: null,
  bias: null,
  runningMean: stored,
  runningVar: stored,
  eps: 1e-5,
};
const linear: Op = { kind: 'linear', weight: { shape: [2, 3] }, bias: null };
const pool: Op = {
  kind: 'maxPool2d',
  kernelSize: [2, 2],
  stride: [2, 2],
  padding: [0, 0],
  dilation: [1, 3],
  ceilMode: true,
};
const average: Op = {
  kind: 'avgPool2d',
  kernelSize: [3, 3],
  stride: [1, 1],
  padding: [1, 0],
  ceilMode: false,
  countIncludePad: true,
};

const conv1d: Op = {
  kind: 'conv1d',
  weight: { shape: [4, 3, 3] },
  bias: null,
  stride: [1],
  padding: [1],
  dilation: [3],
  groups: 1,
};
const groupNorm: Op<'groupNorm'> = {
  kind: 'groupNorm',
  numGroups: 4,
  weight: null,
  bias: null,
  eps: 1e-5,
};

/** What PyTorch refuses too; that right shapes come out is tested in output-shape.test.ts. */
const REFUSED: [why: string, op: Op, inputs: Shape[], message: string][] = [
  [
    'a convolution of other channels',
    conv,
    [[1, 2, 9, 9]],
    'conv2d takes 3 channels, but was given [1, 2, 9, 9]',
  ],
  [
    'a convolution in groups of other channels',
    { ...conv, groups: 2 },
    [[1, 3, 9, 9]],
    'conv2d takes 6 channels, but was given [1, 3, 9, 9]',
  ],
  [
    'a convolution of no image',
    conv,
    [[1, 3]],
    'conv2d takes an input of [N, C, H, W], but was given [1, 3]',
  ],
  [
    'a kernel that reaches over the padded input',
    conv,
    [[1, 3, 4, 9]],
    'the kernel of conv2d reaches over 5 elements, but its padded input [1, 3, 4, 9] has 4',
  ],
  [
    'a BatchNorm of other channels',
    norm,
    [[1, 4, 2, 2]],
    'batch_norm takes 3 channels, but was given [1, 4, 2, 2]',
  ],
  [
    'a linear layer of other features',
    linear,
    [[1, 4]],
    'linear takes an input of [..., 3], but was given [1, 4]',
  ],
  [
    'a linear layer of a scalar',
    linear,
    [[]],
    'linear takes an input of [..., 3], but was given []',
  ],
  [
    'a sum of shapes that do not broadcast',
    { kind: 'add' },
    [
      [2, 3],
      [2, 4],
    ],
    'add cannot broadcast [2, 3] and [2, 4] to one shape',
  ],
  [
    'a difference of shapes that do not broadcast',
    { kind: 'sub' },
    [
      [2, 3],
      [3, 2],
    ],
    'sub cannot broadcast [2, 3] and [3, 2] to one shape',
  ],
  [
    'a scaling by another number of channels',
    { kind: 'mul' },
    [
      [1, 8, 4, 4],
      [1, 6, 1, 1],
    ],
    'mul cannot broadcast [1, 8, 4, 4] and [1, 6, 1, 1] to one shape',
  ],
  ['two inputs for one', { kind: 'relu' }, [[1], [1]], 'relu takes one input, but was given 2'],
  ['one input for two', { kind: 'matmul' }, [[1]], 'matmul takes two inputs, but was given 1'],
  [
    'three inputs for two',
    { kind: 'add' },
    [[1], [1], [1]],
    'add takes two inputs, but was given 3',
  ],
  [
    'a pooling kernel with gaps that reaches over the input',
    { ...pool, ceilMode: false },
    [[1, 1, 9, 3]],
    'the kernel of max_pool2d reaches over 4 elements, but its padded input [1, 1, 9, 3] has 3',
  ],
  [
    'one that reaches over the input by a stride, rounded up',
    pool,
    [[1, 1, 9, 2]],
    'the kernel of max_pool2d reaches over 4 elements, but its padded input [1, 1, 9, 2] has 2, and ' +
      'ceil_mode lets it reach over 3',
  ],
  [
    'one that goes by single elements, rounded up',
    { ...average, ceilMode: true },
    [[1, 1, 1, 2]],
    'the kernel of avg_pool2d reaches over 3 elements, but its padded input [1, 1, 1, 2] has 2',
  ],
  [
    'an adaptive maximum of no image',
    { kind: 'adaptiveMaxPool2d', outputSize: [1, 1] },
    [[3, 9, 9]],
    'adaptive_max_pool2d takes an input of [N, C, H, W], but was given [3, 9, 9]',
  ],
  [
    'a convolution over one axis of an image',
    conv1d,
    [[1, 3, 9, 9]],
    'conv1d takes an input of [N, C, L], but was given [1, 3, 9, 9]',
  ],
  [
    'a convolution over one axis of other channels',
    { ...conv1d, groups: 2 },
    [[1, 3, 9]],
    'conv1d takes 6 channels, but was given [1, 3, 9]',
  ],
  [
    'a kernel over one axis that reaches over the padded input',
    conv1d,
    [[1, 3, 4]],
    'the kernel of conv1d reaches over 7 elements, but its padded input [1, 3, 4] has 6',
  ],
  [
    'a GroupNorm of a vector',
    groupNorm,
    [[4]],
    'group_norm takes an input of [N, C, ...], but was given [4]',
  ],
  [
    'a GroupNorm whose weight has other channels',
    { ...groupNorm, weight: stored },
    [[2, 4, 5]],
    'group_norm takes 3 channels, but was given [2, 4, 5]',
  ],
  [
    'a GroupNorm whose bias alone has other channels',
    { ...groupNorm, weight: { shape: [4] }, bias: stored },
    [[2, 4, 5]],
    'group_norm takes 3 channels, but was given [2, 4, 5]',
  ],
  [
    'groups that do not divide the channels',
    groupNorm,
    [[2, 6, 5]],
    'group_norm takes channels that its 4 groups divide, but was given [2, 6, 5]',
  ],
  [
    'groups of one element',
    groupNorm,
    [[1, 4, 1, 1]],
    'group_norm takes more than one element a group, but was given [1, 4, 1, 1] for 4 groups',
  ],
  [
    'the maximum of two',
    { kind: 'amax', dims: [0], keepdim: false },
    [[1], [1]],
    'amax takes one input, but was given 2',
  ],
  [
    'an average over more than the padded input',
    average,
    [[1, 1, 1, 2]],
    'the kernel of avg_pool2d reaches over 3 elements, but its padded input [1, 1, 1, 2] has 2',
  ],
  [
    'an average of no image',
    average,
    [[3, 9, 9]],
    'avg_pool2d takes an input of [N, C, H, W], but was given [3, 9, 9]',
  ],
  [
    'an adaptive pool of no image',
    { kind: 'adaptiveAvgPool2d', outputSize: [1, 1] },
    [[3, 9, 9]],
    'adaptive_avg_pool2d takes an input of [N, C, H, W], but was given [3, 9, 9]',
  ],
  [
    'matrices that do not fit each other',
    { kind: 'matmul' },
    [
      [2, 3],
      [2, 3],
    ],
    'matmul cannot multiply [2, 3] and [2, 3]',
  ],
  ['a product with a scalar', { kind: 'matmul' }, [[3], []], 'matmul cannot multiply [3] and []'],
  [
    'stacks that do not broadcast',
    { kind: 'matmul' },
    [
      [2, 3, 4],
      [3, 4, 5],
    ],
    'matmul cannot broadcast [2] and [3] to one shape',
  ],
  [
    'a cat of shapes that differ elsewhere',
    { kind: 'cat', dim: 1 },
    [
      [2, 3, 4],
      [2, 5, 4],
      [2, 3, 5],
    ],
    'cat along axis 1 takes shapes that are the same but for that axis, but was given [2, 3, 4] and [2, 3, 5]',
  ],
  [
    'a cat of other ranks',
    { kind: 'cat', dim: 0 },
    [[2, 3], [2]],
    'cat along axis 0 takes shapes that are the same but for that axis, but was given [2, 3] and [2]',
  ],
  ['a cat of nothing', { kind: 'cat', dim: 0 }, [], 'cat takes at least one input'],
  [
    'a reshape to other elements',
    { kind: 'reshape', shape: [4, 2] },
    [[3, 3]],
    'reshape cannot make [4, 2] of [3, 3], which has 9 elements',
  ],
  [
    'a reshape that leaves a part of a row',
    { kind: 'reshape', shape: [2, -1] },
    [[3, 3]],
    'reshape cannot make [2, -1] of [3, 3], which has 9 elements',
  ],
  [
    'a reshape with two sizes open',
    { kind: 'reshape', shape: [-1, 3, -1] },
    [[3, 3]],
    'reshape cannot make [-1, 3, -1] of [3, 3], which has 9 elements',
  ],
  [
    'an axis twice',
    { kind: 'permute', dims: [0, 2, 2] },
    [[2, 3, 4]],
    'permute takes each axis of [2, 3, 4] once, but was given [0, 2, 2]',
  ],
  [
    'an axis too few',
    { kind: 'permute', dims: [1, 0] },
    [[2, 3, 4]],
    'permute takes each axis of [2, 3, 4] once, but was given [1, 0]',
  ],
];

describe('what an operation refuses', () => {
  it.each(REFUSED)('%s', (_why, op, inputs, message) => {
    expect(thrownBy(() => outputShape(op, inputs))).toMatchObject({ name: 'ModelError', message });
  });

  it('but not a kernel that reaches just to the edge', () => {
    expect(outputShape(conv, [[1, 3, 5, 3]])).toEqual([1, 4, 1, 1]);
    expect(outputShape({ ...pool, ceilMode: false }, [[1, 1, 2, 4]])).toEqual([1, 1, 1, 1]);
    expect(outputShape(conv1d, [[1, 3, 5]])).toEqual([1, 4, 1]);
  });

  it('nor one that reaches over it by less than a stride, rounded up', () => {
    expect(outputShape(pool, [[1, 1, 1, 3]])).toEqual([1, 1, 1, 1]);
    const apart = { ...average, stride: [1, 3], ceilMode: true } as const;
    expect(outputShape(apart, [[1, 1, 1, 1]])).toEqual([1, 1, 1, 1]);
  });

  it('nor groups of one element of several images', () => {
    expect(outputShape(groupNorm, [[2, 4]])).toEqual([2, 4]);
  });
});
