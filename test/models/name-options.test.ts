import { describe, expect, it } from 'vitest';
import { defineArchitecture } from '../../src/models/architecture.js';
import { nameOptions, splitName } from '../../src/models/name-options.js';
import {
  choiceOption,
  switchOption,
  wholeNumberOption,
  wholeNumbersOption,
} from '../../src/models/option.js';
import { ReLU } from '../../src/nn/index.js';
import { thrownBy } from '../support/errors.js';

const words = (name: string) => ({ name, words: 'what it is', value: 'value' });

const architecture = defineArchitecture({
  name: 'toy',
  words: 'a toy',
  options: {
    width: wholeNumberOption(words('width'), 1, 4),
    allSizes: wholeNumbersOption(words('allSizes'), [1, 2], 9),
    stem: choiceOption(words('stem'), ['3x3', '7x7'], '3x3'),
    depth: choiceOption(words('depth'), [18, 50], 18),
    isWide: switchOption(words('isWide')),
  },
  aliases: { breadth: 'width' },
  variants: [],
  build: () => new ReLU(),
});

describe('a name with options', () => {
  it.each([
    ['a', { name: 'a', query: null }],
    ['a?', { name: 'a', query: '' }],
    ['a?b=c?d', { name: 'a', query: 'b=c?d' }],
  ])('%s is split', (text, split) => {
    expect(splitName(text)).toEqual(split);
  });

  it.each([
    ['width=8', { width: 8 }],
    ['breadth=8', { width: 8 }],
    ['allSizes=3,4&stem=7x7', { allSizes: [3, 4], stem: '7x7' }],
    ['all-sizes=3,4', { allSizes: [3, 4] }],
    ['depth=50', { depth: 50 }],
    ['isWide', { isWide: true }],
    ['is-wide=false', { isWide: false }],
  ])('%s is read', (query, options) => {
    expect(nameOptions(query, architecture)).toEqual(options);
    expect(nameOptions(null, architecture)).toEqual({});
  });

  it.each([
    ['width=wide', 'width takes a whole number from 1, but was given "wide".'],
    ['width=0', 'width takes a whole number from 1, but was given "0".'],
    ['width=', 'width takes a whole number from 1, but was given "".'],
    ['width', 'width takes a whole number from 1, but was given nothing.'],
    ['width=1e3', 'width takes a whole number from 1, but was given "1e3".'],
    ['width=1&width=2', 'width is given twice in "width=1&width=2".'],
    ['breadth=1&width=2', 'width is given twice in "breadth=1&width=2".'],
    ['allSizes=3', 'allSizes takes two whole numbers from 1 to 9, such as 1,2, but was given "3".'],
    ['stem=5x5', 'stem takes 3x3 or 7x7, but was given "5x5".'],
    ['depth=34', 'depth takes 18 or 50, but was given "34".'],
    ['isWide=yes', 'isWide takes true or false, but was given "yes".'],
    [
      'stm=3x3',
      'toy takes the options width, allSizes, stem, depth and isWide, but was given "stm".',
    ],
    ['', 'toy takes the options width, allSizes, stem, depth and isWide, but was given "".'],
    [
      '__proto__=1',
      'toy takes the options width, allSizes, stem, depth and isWide, but was given "__proto__".',
    ],
  ])('%j is refused', (query, message) => {
    expect(thrownBy(() => nameOptions(query, architecture))).toMatchObject({
      name: 'UserError',
      message,
    });
  });
});
