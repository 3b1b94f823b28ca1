import { countWords, isCount, MOST_SIZE } from '../../ops/arguments.js';
import { badValue } from '../usage.js';

/** A whole number as it is written, or NaN. */
export function wholeNumber(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : NaN;
}

/** Whether a value can be a size. */
export function isSize(value: unknown): value is number {
  return isCount(value, 1);
}

/** A parser of whole numbers from 1. */
export function positiveInteger(flag: string, most?: number): (text: string) => number {
  return integerFrom(flag, 1, most);
}

/**
 * A parser of whole numbers that are at least `least`.
 * @param most what they may be at most; the largest size by default
 */
export function integerFrom(
  flag: string,
  least: number,
  most = MOST_SIZE,
): (text: string) => number {
  return (text) => {
    const value = wholeNumber(text);
    if (isCount(value, least, most)) return value;
    throw badValue(flag, text, `a whole number ${countWords(least, most, value)}`);
  };
}

/** A parser of counts, up to the largest exact number. */
export function count(flag: string): (text: string) => number {
  return (text) => {
    const value = wholeNumber(text);
    if (Number.isSafeInteger(value)) return value;
    throw badValue(flag, text, 'a whole number from 0', 'Without units or separators: 28080344');
  };
}
