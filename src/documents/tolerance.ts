/** How far a number may be from the expected one, in units or in percent of it. */
export interface Tolerance {
  readonly amount: number;
  readonly unit: 'units' | 'percent';
}

/** The greatest tolerance, of units or of percent: the largest exact count. */
export const MOST_TOLERANCE = Number.MAX_SAFE_INTEGER;

/** A tolerance as text: a number, or a number of percent such as `0.5%`. More digits are too large a one. */
export const TOLERANCE_PATTERN = /^0*\d{1,16}(\.\d+)?%?$/;

/**
 * Reads a tolerance: a number of units, or a text that is a number or a percentage such as `0.5%`.
 * @returns null if it is none
 */
export function parseTolerance(given: number | string): Tolerance | null {
  if (typeof given === 'string' && !TOLERANCE_PATTERN.test(given)) return null;
  const amount = typeof given === 'string' ? parseFloat(given) : given;
  if (!(amount >= 0 && amount <= MOST_TOLERANCE)) return null;
  return { amount, unit: String(given).endsWith('%') ? 'percent' : 'units' };
}

/**
 * What is taken for a tolerance, in words.
 * @param given what was refused
 * @param example a percentage as it is written there
 */
export function toleranceWords(given: unknown, example: string): string {
  const text = typeof given === 'number' || typeof given === 'string' ? String(given) : '';
  // JavaScript writes large numbers with an exponent, and those that it cannot hold as Infinity.
  const isNumber = typeof given === 'number' || /^\d+(\.\d+)?%?$/.test(text);
  return isNumber && parseFloat(text) > MOST_TOLERANCE
    ? `at most ${String(MOST_TOLERANCE)}`
    : `a number from 0, or a percentage such as ${example}`;
}
