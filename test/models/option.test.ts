import { describe, expect, it } from 'vitest';
import {
  choiceOption,
  isSameOption,
  nullable,
  type Option,
  type OptionValue,
  switchOption,
  wholeNumberOption,
  wholeNumbersOption,
  withDefault,
} from '../../src/models/option.js';

const words = { name: 'width', words: 'how wide it is', value: 'count' };

describe('an option', () => {
  it.each<[what: string, Option, OptionValue, accepted: unknown[], refused: unknown[]]>([
    ['a number', wholeNumberOption(words, 1, 4), 4, [1, 4, 4096], [0, 1.5, '4', [4], true]],
    [
      'a list of numbers',
      wholeNumbersOption(words, [3, 4], 9),
      [3, 4],
      [
        [1, 9],
        [3, 4],
      ],
      [[], [3], [3, 4, 5], [0, 4], [3, 10], [3, '4'], Array(2), 3],
    ],
    ['a choice', choiceOption(words, ['a', 2], 'a'), 'a', ['a', 2], ['b', '2', 3, ['a']]],
    ['a switch', switchOption(words), false, [true, false], ['true', 0]],
  ])(
    '%s has its default and its values, and null only if it is nullable',
    (_what, option, byDefault, accepted, refused) => {
      expect(option.default).toEqual(byDefault);
      expect(accepted.filter((value) => !option.accepts(value))).toEqual([]);
      const others = [...refused, undefined];
      expect([...others, null].filter((value) => option.accepts(value))).toEqual([]);

      const orNull = nullable(option);
      expect(orNull.default).toEqual(byDefault);
      expect([...accepted, null].filter((value) => !orNull.accepts(value))).toEqual([]);
      expect(others.filter((value) => orNull.accepts(value))).toEqual([]);
    },
  );

  it('is null by default if it is said to be', () => {
    expect(nullable(choiceOption(words, ['a', 'b'], 'a'), null).default).toBeNull();
  });

  it('is the same with another default, or if it may be null', () => {
    const width = wholeNumberOption(words, 1, 4);
    expect(withDefault(width, 8).default).toBe(8);
    expect(isSameOption(width, withDefault(width, 8))).toBe(true);
    expect(isSameOption(width, nullable(width, null))).toBe(true);
    expect(isSameOption(width, wholeNumberOption(words, 1, 4))).toBe(false);
  });
});
