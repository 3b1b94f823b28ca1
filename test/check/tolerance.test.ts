import { describe, expect, it } from 'vitest';
import { allowedDifference } from '../../src/check/tolerance.js';

describe('allowedDifference', () => {
  it('is the number itself, or a part of what is expected', () => {
    expect(allowedDifference({ amount: 1000, unit: 'units' }, 200)).toBe(1000);
    expect(allowedDifference({ amount: 0.5, unit: 'percent' }, 2000)).toBe(10);
    expect(allowedDifference({ amount: 0.5, unit: 'percent' }, 0)).toBe(0);
  });

  it('is never more than counts can differ by', () => {
    const amount = 2 ** 53 - 1;
    expect(allowedDifference({ amount, unit: 'percent' }, 2 ** 50)).toBe(2 ** 53 - 1);
  });
});
