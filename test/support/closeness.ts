import { expect } from 'vitest';

/** Expects numbers to differ by at most a part of the largest |expected|. */
export function expectClose(
  actual: ArrayLike<number>,
  expected: readonly number[],
  tolerance: number,
): void {
  expect(actual.length).toBe(expected.length);
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const error = expected.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - (actual[i] ?? NaN))),
    0,
  );
  // NaN is not at most anything, and an expectation of nothing but zeros would prove nothing.
  expect(largest).toBeGreaterThan(0);
  expect(error / largest).toBeLessThanOrEqual(tolerance);
}
