import { describe, expect, it } from 'vitest';
import { parseTolerance, toleranceWords } from '../../src/documents/tolerance.js';

describe('parseTolerance', () => {
  it('reads a number and a percentage', () => {
    expect(parseTolerance('1000')).toEqual({ amount: 1000, unit: 'units' });
    expect(parseTolerance('0.5%')).toEqual({ amount: 0.5, unit: 'percent' });
    expect(parseTolerance('0')).toEqual({ amount: 0, unit: 'units' });
    expect(parseTolerance('0000000000000000000005%')).toEqual({ amount: 5, unit: 'percent' });
    expect(parseTolerance('9007199254740991')).toEqual({ amount: 2 ** 53 - 1, unit: 'units' });
  });

  it('takes a number as it is, however JavaScript writes it', () => {
    expect(parseTolerance(0.0000001)).toEqual({ amount: 1e-7, unit: 'units' });
    expect(parseTolerance(500)).toEqual({ amount: 500, unit: 'units' });
  });

  it('reads nothing else', () => {
    for (const text of ['', '-1', '5 %', '.5%', '1e3', '5%%', 'NaN', '1,000']) {
      expect(parseTolerance(text)).toBeNull();
    }
    for (const number of [-1, NaN, Infinity, 1e21]) expect(parseTolerance(number)).toBeNull();
  });

  it('reads nothing that is greater than any count', () => {
    const nines = '9'.repeat(310);
    for (const text of ['9007199254740992', '1'.repeat(17), nines, `${nines}%`, `${nines}.5%`]) {
      expect(parseTolerance(text)).toBeNull();
      expect(toleranceWords(text, '0.5%')).toBe('at most 9007199254740991');
    }
    expect(toleranceWords(1e21, '0.5%')).toBe('at most 9007199254740991');
    expect(toleranceWords('some', '0.5%')).toBe('a number from 0, or a percentage such as 0.5%');
    expect(toleranceWords(-1, '0.5%')).toBe('a number from 0, or a percentage such as 0.5%');
  });
});
