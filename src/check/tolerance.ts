import { TOLERANCE_PATTERN } from '../documents/constants.js';

/** How far a number may be from the expected one, in units or in percent of it. */
export interface Tolerance {
  readonly amount: number;
  readonly unit: 'units' | 'percent';
}

/** No difference at all. */
export const EXACT: Tolerance = { amount: 0, unit: 'units' };

/** Reads a tolerance; null if the text is not one. */
export function parseTolerance(text: string): Tolerance | null {
  if (!TOLERANCE_PATTERN.test(text)) return null;
  return { amount: parseFloat(text), unit: text.endsWith('%') ? 'percent' : 'units' };
}

/** The greatest difference from an expected number that a tolerance lets pass. */
export function allowedDifference({ amount, unit }: Tolerance, expected: number): number {
  return unit === 'percent' ? (expected * amount) / 100 : amount;
}
