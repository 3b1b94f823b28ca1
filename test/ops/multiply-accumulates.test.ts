import { describe, expect, it } from 'vitest';
import { multiplyAccumulates, type Op, OPERATIONS } from '../../src/ops/index.js';
import type { Shape } from '../../src/ops/shape.js';
import { keysOf } from '../../src/text/keys.js';
import { readJson } from '../support/fixtures.js';

function conv(weight: Shape, groups: number, bias = false): Op {
  return {
    kind: 'conv2d',
    weight: { shape: weight },
    bias: bias ? { shape: weight.slice(0, 1) } : null,
    stride: [2, 1],
    padding: [1, 1],
    dilation: [1, 2],
    groups,
  };
}

/** Over one axis. */
function conv1d(weight: Shape, groups: number): Op {
  const bias = { shape: weight.slice(0, 1) };
  return {
    kind: 'conv1d',
    weight: { shape: weight },
    bias,
    stride: [2],
    padding: [1],
    dilation: [1],
    groups,
  };
}

const linear: Op = { kind: 'linear', weight: { shape: [3, 5] }, bias: { shape: [3] } };
const matmul: Op = { kind: 'matmul' };

/** Output elements times the length of the sum that each of them is. */
const COUNTED: [what: string, op: Op, inputs: Shape[], output: Shape, expected: number][] = [
  ['a convolution', conv([6, 4, 3, 3], 1), [[1, 4, 9, 9]], [1, 6, 5, 7], 6 * 35 * (4 * 9)],
  ['a batch', conv([6, 4, 3, 3], 1), [[8, 4, 9, 9]], [8, 6, 5, 7], 8 * 6 * 35 * (4 * 9)],
  [
    'a bias, which is an addition alone',
    conv([6, 4, 1, 1], 1, true),
    [[1, 4, 2, 2]],
    [1, 6, 1, 2],
    48,
  ],
  ['two groups', conv([6, 2, 3, 5], 2), [[1, 4, 9, 9]], [1, 6, 5, 3], 6 * 15 * (2 * 15)],
  ['a depthwise convolution', conv([4, 1, 3, 3], 4), [[2, 4, 9, 9]], [2, 4, 5, 7], 2 * 4 * 35 * 9],
  ['a convolution over one axis', conv1d([6, 4, 3], 1), [[2, 4, 9]], [2, 6, 5], 2 * 6 * 5 * 12],
  ['one in groups', conv1d([6, 2, 5], 2), [[1, 4, 9]], [1, 6, 4], 6 * 4 * 10],
  ['a linear layer', linear, [[7, 5]], [7, 3], 7 * 3 * 5],
  ['a linear layer of a vector', linear, [[5]], [3], 3 * 5],
  ['a linear layer of many axes', linear, [[2, 4, 6, 5]], [2, 4, 6, 3], 2 * 4 * 6 * 3 * 5],
  [
    'a product of matrices',
    matmul,
    [
      [3, 4],
      [4, 6],
    ],
    [3, 6],
    3 * 6 * 4,
  ],
  [
    'a product of stacks',
    matmul,
    [
      [2, 3, 4],
      [2, 4, 6],
    ],
    [2, 3, 6],
    2 * 3 * 6 * 4,
  ],
  [
    'a product that broadcasts',
    matmul,
    [
      [2, 1, 3, 4],
      [5, 4, 6],
    ],
    [2, 5, 3, 6],
    10 * 3 * 6 * 4,
  ],
  ['a product of vectors', matmul, [[9], [9]], [], 9],
  ['a matrix and a vector', matmul, [[3, 4], [4]], [3], 3 * 4],
  ['a vector and a stack', matmul, [[4], [2, 4, 6]], [2, 6], 2 * 6 * 4],
];

describe('multiply-accumulates of', () => {
  it.each(COUNTED)('%s', (_what, op, inputs, output, expected) => {
    expect(multiplyAccumulates(op, inputs, output)).toBe(expected);
  });

  const products = ['conv1d', 'conv2d', 'linear', 'matmul'];
  const others = keysOf(OPERATIONS).filter((kind) => !products.includes(kind));

  it.each(others)('%s are none', (kind) => {
    const cases = readJson('ops.json').filter(({ op }) => op.kind === kind);
    expect(cases).not.toEqual([]);
    for (const { op, inputs, output } of cases) {
      const shapes = inputs.map(({ shape }) => shape);
      expect(multiplyAccumulates(op, shapes, output.shape)).toBe(0);
    }
  });
});
