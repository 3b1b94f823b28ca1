import { expect, it } from 'vitest';
import { gigabytes } from '../../src/text/bytes.js';

it('gigabytes are 10^9 bytes, with as many decimals as are wanted', () => {
  expect(gigabytes(1_500_000_000, 2)).toBe('1.50');
  expect(gigabytes(4_294_967_296, 1)).toBe('4.3');
  expect(gigabytes(0, 2)).toBe('0.00');
});
