import { describe, expect, it } from 'vitest';
import { outOfOrder } from '../../src/diff/order.js';

const moved = (before: string, after: string) =>
  [...outOfOrder(before.split(''), after.split(''))].join('');

describe('outOfOrder', () => {
  it.each([
    ['abcd', 'abcd', ''],
    ['abcd', 'bcda', 'a'],
    ['abcd', 'dabc', 'd'],
    ['abcdef', 'abefcd', 'ef'],
    ['', 'abc', ''],
    ['abc', '', ''],
  ])('of %s in %s is %s', (before, after, expected) => {
    expect(moved(before, after)).toBe(expected);
  });

  it('is as few as can be', () => {
    expect(moved('ab', 'ba')).toHaveLength(1);
    expect(moved('abcdef', 'fedcba')).toHaveLength(5);
    // c e f stay, or a d f, or others: the longest rise of 2 4 0 3 1 5 has three.
    expect(moved('abcdef', 'ceadbf')).toHaveLength(3);
  });

  it('leaves out what only one of the lists has', () => {
    expect(moved('axbyc', 'zabwc')).toBe('');
  });
});
