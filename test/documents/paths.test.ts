import { describe, expect, it } from 'vitest';
import { nearestAbove, outermostPaths } from '../../src/documents/paths.js';

describe('nearestAbove', () => {
  it('finds the nearest of the paths that holds each', () => {
    // "-" and "+" sort before the point, "_" and letters after it.
    const paths = ['a.b.c', 'a-b', 'a', 'a.b.c.d', 'a+', 'ab', 'a-b.c', 'a_b', 'c.d.e', 'c'];
    expect(Object.fromEntries(nearestAbove(paths))).toEqual({
      a: null,
      'a+': null,
      'a-b': null,
      'a-b.c': 'a-b',
      'a.b.c': 'a',
      'a.b.c.d': 'a.b.c',
      a_b: null,
      ab: null,
      c: null,
      'c.d.e': 'c',
    });
  });

  it('has the model above all others, and what is above before what is below', () => {
    const found = nearestAbove(['b.c', '', 'a', 'b']);
    expect([...found]).toEqual([
      ['', null],
      ['a', ''],
      ['b', ''],
      ['b.c', 'b'],
    ]);
  });

  it('knows names that mean something elsewhere', () => {
    const found = nearestAbove(['__proto__', '__proto__.constructor', '.', '..', '💡.é', '💡']);
    expect(found.get('__proto__.constructor')).toBe('__proto__');
    expect(found.get('..')).toBe('.');
    expect(found.get('💡.é')).toBe('💡');
  });

  it('takes no time for a path of 100,000 names', () => {
    const path = 'a.'.repeat(100_000);
    const before = performance.now();
    expect(nearestAbove(['', path, `${path}b`]).get(`${path}b`)).toBe('');
    // Every prefix of it would be 10 GB.
    expect(performance.now() - before).toBeLessThan(500);
  });
});

describe('outermostPaths', () => {
  it('leaves out what is below another', () => {
    const paths = ['a.SE.conv', 'b.SE.conv', 'a.SE', 'a.SE2', 'b.SE.conv.x.y'];
    expect([...outermostPaths(paths)].sort()).toEqual(['a.SE', 'a.SE2', 'b.SE.conv']);
    expect([...outermostPaths(['a', '', 'b'])]).toEqual(['']);
  });
});
