import { describe, expect, it } from 'vitest';
import { kebabCase, keysOf, mapTable } from '../../src/text/keys.js';

describe('a table', () => {
  it('has its keys in order', () => {
    expect(keysOf({ b: 1, a: 2 })).toEqual(['b', 'a']);
    expect(keysOf({})).toEqual([]);
  });

  it('is made into another of the same keys', () => {
    expect(mapTable({ b: 1, a: 2 }, (key) => key.toUpperCase())).toEqual({ b: 'B', a: 'A' });
  });
});

describe('a name in kebab case', () => {
  it.each([
    ['numClasses', 'num-classes'],
    ['params', 'params'],
    ['maxTrainableParams', 'max-trainable-params'],
  ])('%s: %s', (name, expected) => {
    expect(kebabCase(name)).toBe(expected);
  });
});
