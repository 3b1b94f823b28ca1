import { describe, expect, it } from 'vitest';
import { cat, type Tensor } from '../../src/tensor/tensor.js';
import { record } from '../../src/trace/recorder.js';
import { thrownBy } from '../support/errors.js';
import { Lambda } from '../support/lambda.js';

const SIZES = 'a list of whole numbers from 1, one of them -1';
const AXIS = 'an axis from -4 to 3';

const REFUSED: [
  method: string,
  args: unknown[],
  argument: string,
  value: unknown,
  accepted: string,
][] = [
  ['softmax', [4], 'dim', 4, AXIS],
  ['softmax', [-5], 'dim', -5, AXIS],
  ['softmax', ['1'], 'dim', '1', AXIS],
  ['softmax', [], 'dim', undefined, AXIS],
  ['mean', [1.5], 'dims', 1.5, AXIS],
  ['mean', [[2, 4]], 'dims', 4, AXIS],
  // torch: "dim 1 appears multiple times in the list of dims".
  ['mean', [[1, -3]], 'dims', [1, -3], 'each axis once'],
  ['mean', [2, 3], 'keepdim', 3, 'true or false'],
  ['mean', [1, 'yes'], 'keepdim', 'yes', 'true or false'],
  ['mean', [null], 'dims', null, AXIS],
  ['mean', [new Array(1)], 'dims', undefined, AXIS],
  ['amax', [4], 'dims', 4, AXIS],
  ['amax', [[0, -4]], 'dims', [0, -4], 'each axis once'],
  ['amax', [1, 'yes'], 'keepdim', 'yes', 'true or false'],
  ['amax', [null], 'dims', null, AXIS],
  ['unsqueeze', [5], 'dim', 5, 'an axis from -5 to 4'],
  ['unsqueeze', [-6], 'dim', -6, 'an axis from -5 to 4'],
  ['unsqueeze', [], 'dim', undefined, 'an axis from -5 to 4'],
  ['permute', [new Array(4)], 'dims', undefined, AXIS],
  ['flatten', [4], 'startDim', 4, AXIS],
  ['flatten', [1, 9], 'endDim', 9, AXIS],
  ['flatten', [2, 1], 'endDim', 1, 'no axis before startDim'],
  ['flatten', [-1, 0], 'endDim', 0, 'no axis before startDim'],
  ['reshape', [['2', -1]], 'shape', ['2', -1], SIZES],
  ['reshape', [[2.5, 2]], 'shape', [2.5, 2], SIZES],
  ['reshape', [[0, 2]], 'shape', [0, 2], SIZES],
  ['reshape', [[2, -2]], 'shape', [2, -2], SIZES],
  ['reshape', [24], 'shape', 24, SIZES],
  ['permute', [[0, 1, 2, 4]], 'dims', 4, AXIS],
  ['permute', ['0123'], 'dims', '0123', 'a list of axes'],
];

/** Calls it with whatever is given. */
function catOf(given: unknown): never {
  const made: unknown = Reflect.apply(cat, undefined, [given]);
  throw new Error(`cat took ${String(made)}`);
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`;
  return Array.isArray(value) ? `[${value.map(shown).join(', ')}]` : String(value);
}

describe('a method of a tensor refuses, with its name, the argument and the value', () => {
  it.each(REFUSED)('%s(%j)', (method, args, argument, value, accepted) => {
    const model = new Lambda((x) => {
      const called: unknown = Reflect.get(x, method);
      if (typeof called !== 'function') throw new Error(`a tensor has no ${method}`);
      Reflect.apply(called, x, args);
      return x;
    });
    expect(thrownBy(() => record(model, [[1, 2, 3, 4]]))).toMatchObject({
      name: 'ModelError',
      code: 'argument',
      message: `Lambda: ${method}: ${argument} takes ${accepted}, but was given ${shown(value)}`,
      facts: { class: method, argument, value, module: '' },
    });
  });

  it('that has no axes, with any', () => {
    const model = new Lambda((x) => x.mean().softmax(0));
    expect(thrownBy(() => record(model, [[2, 2]]))).toMatchObject({
      message: 'Lambda: softmax: dim takes no axis of a scalar, but was given 0',
    });
  });

  it.each<[what: string, make: (x: Tensor) => Tensor, message: string]>([
    [
      'no axis of that number',
      (x) => cat([x, x], 4),
      'cat: dim takes an axis from -4 to 3, but was given 4',
    ],
    ['nothing to join', () => cat([], 1), 'cat takes at least one tensor'],
    ...[5, null, 'xy', new Set([1])].map((given): [string, (x: Tensor) => Tensor, string] => [
      'no list',
      () => catOf(given),
      `cat: tensors takes a list of tensors, but was given ${given instanceof Set ? 'a value of type Set' : JSON.stringify(given)}`,
    ]),
    ['something else among them', (x) => catOf([x, 5]), 'a tensor was expected, but 5 was given'],
    [
      'a hole among them',
      (x) => catOf([x, ...new Array<unknown>(1)]),
      'a tensor was expected, but undefined was given',
    ],
    [
      'sizes beyond what can be counted',
      (x) => {
        for (let i = 0; i < 60; i++) x = cat([x, x]);
        return x;
      },
      'an input of [1, 2, 3, 4] is too large: its mult-adds or bytes pass 2^53, beyond which they cannot be counted exactly',
    ],
  ])('cat: %s', (_what, make, message) => {
    expect(thrownBy(() => record(new Lambda(make), [[1, 2, 3, 4]]))).toMatchObject({
      name: 'ModelError',
      message: `Lambda: ${message}`,
    });
  });
});
