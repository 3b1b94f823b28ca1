import { describe, expect, it } from 'vitest';
import { didYouMean, joinWords, nearestWord, plural } from '../../src/text/words.js';

describe('words joined for a sentence', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a or b'],
    [[10, 14, 18], '10, 14 or 18'],
  ])('%j', (words, expected) => {
    expect(joinWords(words, 'or')).toBe(expected);
  });

  it('leave the list as it was', () => {
    const words = ['a', 'b', 'c'];
    expect(joinWords(words, 'and')).toBe('a, b and c');
    expect(words).toEqual(['a', 'b', 'c']);
  });
});

describe('a number of things', () => {
  it('has an s unless it is one', () => {
    expect([0, 1, 2].map((count) => plural(count, 'model'))).toEqual([
      '0 models',
      '1 model',
      '2 models',
    ]);
  });
});

describe('the word that was probably meant', () => {
  const words = ['se-resnet-50', 'se-resnet-101', 'resnet-50', 'wasm', 'tensorflow'];

  it.each([
    ['wasn', 'wasm'],
    ['WASM', 'wasm'],
    ['tensor-flow', 'tensorflow'],
    ['tensorflwo', 'tensorflow'],
    ['seresnet50', 'se-resnet-50'],
    ['resnet50', 'resnet-50'],
    ['tensor', 'tensorflow'],
  ])('%s: %s', (given, meant) => {
    expect(nearestWord(given, words)).toBe(meant);
    expect(didYouMean(given, words)).toBe(`Did you mean ${meant}?`);
  });

  it.each(['vgg', 'x', '', 'mobilenet'])('is none for %j', (given) => {
    expect(nearestWord(given, words)).toBeUndefined();
    expect(didYouMean(given, words)).toBeUndefined();
  });

  it('is none for a text that nobody would type, and costs nothing then', () => {
    const start = performance.now();
    const many = Array.from({ length: 300 }, (_, index) => `network-${String(index)}`);
    expect(nearestWord('network-1'.repeat(1e5), many)).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('is none among no words', () => {
    expect(nearestWord('wasm', [])).toBeUndefined();
  });
});
