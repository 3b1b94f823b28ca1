import { describe, expect, it } from 'vitest';
import { fixed, grouped, percent, textLength } from '../../src/text/python-format.js';
import { readJson } from '../support/fixtures.js';

const python = readJson('formats.json');

describe("numbers and text as Python's format() prints them", () => {
  it.each(python.fixed)('%d with %i decimals is %s', (value, decimals, text) => {
    expect(fixed(value, decimals)).toBe(text);
  });

  it.each(python.grouped)('%d with commas is %s', (value, text) => {
    expect(grouped(value)).toBe(text);
  });

  it.each(python.percent)('%d as a percentage is %s', (part, text) => {
    expect(percent(part, 2, 7)).toBe(text);
  });

  it.each(python.padded)('"%s" to %i characters', (text, width, padded) => {
    expect(text + ' '.repeat(Math.max(width - textLength(text), 0))).toBe(padded);
  });

  it('groups the whole part of a number that has decimals', () => {
    expect(grouped('1234567.8912')).toBe('1,234,567.8912');
  });

  it('leaves a number alone that JavaScript writes in another way', () => {
    expect([1e21, 1e-7, Infinity, -Infinity, NaN].map(grouped)).toEqual([
      '1e+21',
      '1e-7',
      'Infinity',
      '-Infinity',
      'NaN',
    ]);
  });

  it('counts code points', () => {
    expect(textLength('𝒳y└─')).toBe(4);
  });
});
