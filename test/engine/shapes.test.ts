import { describe, expect, it } from 'vitest';
import type { Op } from '../../src/engine/ops.js';
import type { Shape } from '../../src/engine/shape.js';
import { outputShape } from '../../src/engine/shapes.js';
import { ModelError } from '../../src/errors.js';

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

/** What PyTorch refuses too; that it gives right shapes is tested in ops.test.ts. */
const REFUSED: [why: string, op: Op, inputs: Shape[], message: string][] = [
  [
    'a convolution of other channels',
    conv,
    [[1, 2, 9, 9]],
    'Conv2d takes 3 channels, but was given [1, 2, 9, 9]',
  ],
  [
    'a convolution of no image',
    conv,
    [[1, 3]],
    'Conv2d takes an input of [N, C, H, W], but was given [1, 3]',
  ],
  [
    'a kernel that reaches over the padded input',
    conv,
    [[1, 3, 4, 9]],
    "Conv2d's kernel reaches over 5 elements, but its padded input [1, 3, 4, 9] has 4",
  ],
  [
    'a BatchNorm of other channels',
    norm,
    [[1, 4, 2, 2]],
    'BatchNorm2d takes 3 channels, but was given [1, 4, 2, 2]',
  ],
  [
    'a linear layer of other features',
    linear,
    [[1, 4]],
    'Linear takes an input of [N, 3], but was given [1, 4]',
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
  ['two inputs for one', { kind: 'relu' }, [[1], [1]], 'relu takes one input, but was given 2'],
];

describe('what an operation refuses', () => {
  it.each(REFUSED)('%s', (_why, op, inputs, message) => {
    expect(() => outputShape(op, inputs)).toThrow(new ModelError(message));
  });

  it('but not a kernel that reaches just to the edge', () => {
    expect(outputShape(conv, [[1, 3, 5, 3]])).toEqual([1, 4, 1, 1]);
  });
});
