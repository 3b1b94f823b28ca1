import { describe, expect, it } from 'vitest';
import { totalKeys, TOTALS, totalsFor } from '../../src/summary/totals.js';

describe('the totals', () => {
  it('are shown in one order', () => {
    expect(totalKeys()).toEqual([
      'params',
      'trainableParams',
      'nonTrainableParams',
      'multAdds',
      'flops',
      'inputBytes',
      'forwardBackwardBytes',
      'paramBytes',
      'totalBytes',
    ]);
  });

  it('are asked for by name in two places, each by its own', () => {
    expect(totalsFor('print')).toEqual([
      'params',
      'trainableParams',
      'multAdds',
      'paramBytes',
      'totalBytes',
    ]);
    expect(totalsFor('check')).toEqual(['params', 'trainableParams', 'multAdds', 'paramBytes']);
  });

  it('each say what they count, in words of their own', () => {
    const all = totalKeys().map((key) => TOTALS[key]);
    expect(new Set(all.map(({ label }) => label)).size).toBe(all.length);
    expect(new Set(all.map(({ words }) => words)).size).toBe(all.length);
    expect(all.every(({ words }) => words.endsWith('.'))).toBe(true);
  });
});
