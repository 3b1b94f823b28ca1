import { expect, it } from 'vitest';
import { gigabytes } from '../../src/text/bytes.js';

it('gigabytes are 10^9 bytes, with as many decimals as are wanted', () => {
  expect(gigabytes(1_500_000_000, 2)).toBe('1.50');
  expect(gigabytes(4_294_967_296, 1)).toBe('4.3');
  expect(gigabytes(0, 2)).toBe('0.00');
});

it('gigabytes are rounded up or down if that is wanted, what is exact not at all', () => {
  expect(gigabytes(1_234_500_000, 2)).toBe('1.23');
  expect(gigabytes(1_234_500_000, 2, Math.ceil)).toBe('1.24');
  expect(gigabytes(1_239_999_999, 2, Math.floor)).toBe('1.23');
  for (const hundredths of [1, 29, 57, 110, 920]) {
    const text = (hundredths / 100).toFixed(2);
    expect(gigabytes(hundredths * 1e7, 2, Math.ceil)).toBe(text);
    expect(gigabytes(hundredths * 1e7, 2, Math.floor)).toBe(text);
  }
});
