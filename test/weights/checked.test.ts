import { describe, expect, it } from 'vitest';
import type { WeightSource } from '../../src/engine/engine.js';
import { UserError } from '../../src/errors.js';
import { Linear, Sequential } from '../../src/nn/index.js';
import { checkedWeights, firstNotFinite } from '../../src/weights/checked.js';
import { thrownBy } from '../support/errors.js';

const linear = new Linear(2, 3);
const model = new Sequential(linear);

/** What a source that does this to the weight gives. */
function filledBy(fill: (target: Float32Array) => unknown): Float32Array {
  const source: WeightSource = { fill: (_stored, target) => fill(target) };
  const target = new Float32Array(6);
  checkedWeights(source, model).fill(linear.weight, target);
  return target;
}

describe('weights of another source', () => {
  it('are what it gives', () => {
    expect([...filledBy((target) => target.fill(0.5))]).toEqual(new Array(6).fill(0.5));
  });

  it.each<[what: string, fill: (target: Float32Array) => unknown, sentence: string]>([
    [
      'too few',
      (target) => target.fill(1, 0, 4),
      'left NaN at 4, which is not finite or was not set,',
    ],
    [
      'one that is infinite',
      (target) => target.fill(1).fill(-Infinity, 2, 3),
      'left -Infinity at 2, which is not finite or was not set,',
    ],
    ['none', () => undefined, 'left NaN at 0, which is not finite or was not set,'],
    [
      'too many',
      (target) => {
        target.set(new Float32Array(7));
      },
      'failed (offset is out of bounds)',
    ],
    [
      'a promise',
      () => Promise.reject(new Error('later')),
      'gave a promise, and is not waited for,',
    ],
  ])('are not %s', (_what, fill, sentence) => {
    expect(thrownBy(() => filledBy(fill))).toMatchObject({
      name: 'ModelError',
      code: 'weights',
      message: `weights.fill ${sentence} for 0.weight, of [3, 2]`,
      facts: { argument: 'weights', parameter: '0.weight' },
    });
  });

  it("have the source's own sentence, if it has one", () => {
    const own = new UserError('mine', 'The file is gone.');
    const fill = (): never => {
      throw own;
    };
    expect(thrownBy(() => filledBy(fill))).toBe(own);
  });
});

it('the first number that is not finite', () => {
  expect(firstNotFinite(Float32Array.of(1, 2, NaN, Infinity))).toBe(2);
  expect(firstNotFinite(Float32Array.of(1, -3.4e38))).toBe(-1);
  expect(firstNotFinite(new Float32Array(0))).toBe(-1);
});
