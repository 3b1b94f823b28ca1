import { describe, expect, it } from 'vitest';
import {
  broadcast,
  byteSize,
  elementCount,
  equalShapes,
  formatShape,
} from '../../src/ops/shape.js';

describe('a shape', () => {
  it('has as many elements as the product of its sizes, and a scalar has one', () => {
    expect(elementCount([2, 3, 5])).toBe(30);
    expect(elementCount([])).toBe(1);
    expect(elementCount([4, 0])).toBe(0);
  });

  it('has parts, from an axis to before another', () => {
    expect(elementCount([2, 3, 5, 7], 1)).toBe(105);
    expect(elementCount([2, 3, 5, 7], 1, 3)).toBe(15);
    expect(elementCount([2, 3, 5, 7], 2, 2)).toBe(1);
  });

  it('takes four bytes an element', () => {
    expect(byteSize([2, 3])).toBe(24);
  });

  it('prints as in torch', () => {
    expect(formatShape([1, 3, 224, 224])).toBe('[1, 3, 224, 224]');
    expect(formatShape([])).toBe('[]');
  });

  it('equals another of the same sizes in the same order', () => {
    expect(equalShapes([2, 3], [2, 3])).toBe(true);
    expect(equalShapes([2, 3], [3, 2])).toBe(false);
    expect(equalShapes([2, 3], [2, 3, 1])).toBe(false);
    expect(equalShapes([], [])).toBe(true);
  });

  it('broadcasts from the last axis', () => {
    expect(broadcast('add', [3, 1, 5], [4, 1])).toEqual([3, 4, 5]);
    expect(broadcast('add', [], [2])).toEqual([2]);
  });
});
