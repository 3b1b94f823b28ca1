import { describe, expect, it } from 'vitest';
import { allowedDifference, parseTolerance } from '../../src/check/tolerance.js';

describe('parseTolerance', () => {
  it('reads a number and a percentage', () => {
    expect(parseTolerance('1000')).toEqual({ amount: 1000, unit: 'units' });
    expect(parseTolerance('0.5%')).toEqual({ amount: 0.5, unit: 'percent' });
    expect(parseTolerance('0')).toEqual({ amount: 0, unit: 'units' });
  });

  it('reads nothing else', () => {
    for (const text of ['', '-1', '5 %', '.5%', '1e3', '5%%', 'NaN', '1,000']) {
      expect(parseTolerance(text)).toBeNull();
    }
  });
});

describe('allowedDifference', () => {
  it('is the number itself, or a part of what is expected', () => {
    expect(allowedDifference({ amount: 1000, unit: 'units' }, 200)).toBe(1000);
    expect(allowedDifference({ amount: 0.5, unit: 'percent' }, 2000)).toBe(10);
    expect(allowedDifference({ amount: 0.5, unit: 'percent' }, 0)).toBe(0);
  });
});
