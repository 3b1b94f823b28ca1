import { describe, expect, it } from 'vitest';
import { jumped } from '../../src/weights/xorshift-jump.js';

/** So many steps of xorshift32, one by one. */
function stepped(state: number, steps: number): number {
  let x = state;
  for (let i = 0; i < steps; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
  }
  return x;
}

describe('a jump', () => {
  it.each([0, 1, 2, 3, 31, 32, 33, 1000, 123_457])(
    'of %i leads as far as so many steps',
    (steps) => {
      for (const state of [1, -1, 0x9e3779b9 | 0, 2 ** 31 - 1, -(2 ** 31)]) {
        expect(jumped(state, steps)).toBe(stepped(state, steps));
      }
    },
  );

  it('over the whole period of 2^32 - 1 leads back', () => {
    expect(jumped(12345, 2 ** 32 - 1)).toBe(12345);
  });
});
