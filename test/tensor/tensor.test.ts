import { describe, expect, it } from 'vitest';
import type { Op } from '../../src/ops/index.js';
import type { Shape } from '../../src/ops/shape.js';
import { cat, Tensor, tensorsOf } from '../../src/tensor/tensor.js';
import { record } from '../../src/trace/recorder.js';
import { thrownBy } from '../support/errors.js';
import { Lambda } from '../support/lambda.js';

const INPUT = [2, 3, 4, 5];

const METHODS: [
  call: string,
  make: (x: Tensor) => Tensor,
  op: Op,
  inputs: number[],
  shape: Shape,
][] = [
  ['x.add(x)', (x) => x.add(x), { kind: 'add' }, [0, 0], [2, 3, 4, 5]],
  ['x.sub(x)', (x) => x.sub(x), { kind: 'sub' }, [0, 0], [2, 3, 4, 5]],
  ['x.mul(x)', (x) => x.mul(x), { kind: 'mul' }, [0, 0], [2, 3, 4, 5]],
  ['x.relu()', (x) => x.relu(), { kind: 'relu' }, [0], [2, 3, 4, 5]],
  ['x.sigmoid()', (x) => x.sigmoid(), { kind: 'sigmoid' }, [0], [2, 3, 4, 5]],
  ['x.softmax(1)', (x) => x.softmax(1), { kind: 'softmax', dim: 1 }, [0], [2, 3, 4, 5]],
  ['x.softmax(-1)', (x) => x.softmax(-1), { kind: 'softmax', dim: 3 }, [0], [2, 3, 4, 5]],
  ['x.mean()', (x) => x.mean(), { kind: 'mean', dims: [0, 1, 2, 3], keepdim: false }, [0], []],
  ['x.mean(-1)', (x) => x.mean(-1), { kind: 'mean', dims: [3], keepdim: false }, [0], [2, 3, 4]],
  [
    'x.mean([2, -1], true)',
    (x) => x.mean([2, -1], true),
    { kind: 'mean', dims: [2, 3], keepdim: true },
    [0],
    [2, 3, 1, 1],
  ],
  [
    // torch: an empty list is all of them.
    'x.mean([], true)',
    (x) => x.mean([], true),
    { kind: 'mean', dims: [0, 1, 2, 3], keepdim: true },
    [0],
    [1, 1, 1, 1],
  ],
  ['x.amax()', (x) => x.amax(), { kind: 'amax', dims: [0, 1, 2, 3], keepdim: false }, [0], []],
  ['x.amax(1)', (x) => x.amax(1), { kind: 'amax', dims: [1], keepdim: false }, [0], [2, 4, 5]],
  [
    'x.amax([-1, 2], true)',
    (x) => x.amax([-1, 2], true),
    { kind: 'amax', dims: [3, 2], keepdim: true },
    [0],
    [2, 3, 1, 1],
  ],
  [
    'x.unsqueeze(0)',
    (x) => x.unsqueeze(0),
    { kind: 'reshape', shape: [1, 2, 3, 4, 5] },
    [0],
    [1, 2, 3, 4, 5],
  ],
  [
    'x.unsqueeze(4)',
    (x) => x.unsqueeze(4),
    { kind: 'reshape', shape: [2, 3, 4, 5, 1] },
    [0],
    [2, 3, 4, 5, 1],
  ],
  [
    // torch: the last axis of what comes out.
    'x.unsqueeze(-1)',
    (x) => x.unsqueeze(-1),
    { kind: 'reshape', shape: [2, 3, 4, 5, 1] },
    [0],
    [2, 3, 4, 5, 1],
  ],
  [
    'x.unsqueeze(-4)',
    (x) => x.unsqueeze(-4),
    { kind: 'reshape', shape: [2, 1, 3, 4, 5] },
    [0],
    [2, 1, 3, 4, 5],
  ],
  ['x.flatten()', (x) => x.flatten(), { kind: 'flatten', startDim: 0, endDim: 3 }, [0], [120]],
  [
    'x.flatten(1, -2)',
    (x) => x.flatten(1, -2),
    { kind: 'flatten', startDim: 1, endDim: 2 },
    [0],
    [2, 12, 5],
  ],
  [
    'x.reshape([2, -1])',
    (x) => x.reshape([2, -1]),
    { kind: 'reshape', shape: [2, -1] },
    [0],
    [2, 60],
  ],
  [
    'x.permute([0, 2, -1, 1])',
    (x) => x.permute([0, 2, -1, 1]),
    { kind: 'permute', dims: [0, 2, 3, 1] },
    [0],
    [2, 4, 5, 3],
  ],
  ['cat([x, x])', (x) => cat([x, x]), { kind: 'cat', dim: 0 }, [0, 0], [4, 3, 4, 5]],
  ['cat([x, x], -3)', (x) => cat([x, x], -3), { kind: 'cat', dim: 1 }, [0, 0], [2, 6, 4, 5]],
];

describe('a tensor', () => {
  it.each(METHODS)(
    '%s is written down with its axes counted from 0',
    (_call, make, op, inputs, shape) => {
      const { operations, outputs } = record(new Lambda(make), [INPUT]);
      const inputShapes = inputs.map(() => INPUT);
      expect(operations).toEqual([{ op, inputs, inputShapes, outputShape: shape }]);
      expect(outputs).toEqual([1]);
    },
  );

  it('multiplies matrices', () => {
    const model = new Lambda((a: Tensor, b: Tensor) => a.matmul(b));
    const { operations } = record(model, [
      [2, 3, 4],
      [4, 5],
    ]);
    expect(operations).toEqual([
      {
        op: { kind: 'matmul' },
        inputs: [0, 1],
        inputShapes: [
          [2, 3, 4],
          [4, 5],
        ],
        outputShape: [2, 3, 5],
      },
    ]);
  });

  it('that is a scalar can have an axis put before it', () => {
    const { operations } = record(new Lambda((x) => x.amax().unsqueeze(-1)), [[2, 3]]);
    expect(operations.map(({ outputShape }) => outputShape)).toEqual([[], [1]]);
  });

  it('that is a scalar flattens to one element, as in torch', () => {
    const { operations } = record(new Lambda((x) => x.mean().flatten()), [[2, 3]]);
    expect(operations.map(({ outputShape }) => outputShape)).toEqual([[], [1]]);
  });
});

describe('the tensors of an output', () => {
  const { recorder } = new Tensor([1], 0, {
    record: () => {
      throw new Error('nothing is recorded');
    },
    call: (_module, _inputs, forward) => forward(),
  });
  const [a, b, c] = [0, 1, 2].map((id) => new Tensor([id + 1], id, recorder));
  if (a === undefined || b === undefined || c === undefined) throw new Error('there are three');

  it('are found in order, however they are held', () => {
    expect(tensorsOf(a)).toEqual([a]);
    expect(tensorsOf([b, a, b])).toEqual([b, a, b]);
    expect(tensorsOf({ last: c, first: [a, { inside: b }] })).toEqual([c, a, b]);
    expect(tensorsOf([])).toEqual([]);
  });

  it.each([[3], ['x'], [null], [undefined], [[1]], [{ a: undefined }]])(
    'do not include %j',
    (wrong) => {
      const error = thrownBy(() => {
        Reflect.apply(tensorsOf, undefined, [wrong]);
      });
      expect(error).toMatchObject({ name: 'ModelError', code: 'output' });
    },
  );
});
