import { MOST_TOLERANCE, type Tolerance } from '../documents/tolerance.js';

/** No difference at all. */
export const EXACT: Tolerance = { amount: 0, unit: 'units' };

/** The greatest difference from an expected number that a tolerance lets pass; no counts differ by more. */
export function allowedDifference({ amount, unit }: Tolerance, expected: number): number {
  return unit === 'percent' ? Math.min((expected * amount) / 100, MOST_TOLERANCE) : amount;
}
