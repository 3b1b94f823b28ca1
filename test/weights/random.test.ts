import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../src/weights/random.js';

function numbers(seed: number, index: number, length = 4): number[] {
  const target = new Float32Array(length);
  new RandomStream(seed, index).fill(target, 0, 1);
  return [...target];
}

describe('a random stream', () => {
  it('is decided by seed and index, whatever they are', () => {
    const pairs = [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
      [0, -1],
      [2 ** 32 - 1, 5],
    ] as const;
    const streams = pairs.map(([seed, index]) => numbers(seed, index).join(' '));
    expect(new Set(streams).size).toBe(pairs.length);
    expect(pairs.map(([seed, index]) => numbers(seed, index).join(' '))).toEqual(streams);
  });

  it('goes on where it was', () => {
    const stream = new RandomStream(3, 4);
    const [first, second] = [new Float32Array(3), new Float32Array(3)];
    stream.fill(first, 0, 1);
    stream.fill(second, 0, 1);
    expect([...first, ...second]).toEqual(numbers(3, 4, 6));
  });

  it('lies between its bounds', () => {
    const target = new Float32Array(10_000);
    new RandomStream(0, 0).fill(target, -3, 5);
    expect(Math.min(...target)).toBeGreaterThanOrEqual(-3);
    expect(Math.min(...target)).toBeLessThan(-2.9);
    expect(Math.max(...target)).toBeLessThanOrEqual(5);
    expect(Math.max(...target)).toBeGreaterThan(4.9);
  });
});

describe('the numbers of a stream', () => {
  /** Marsaglia's xorshift32, one number after the other. */
  function plain(seed: number, index: number, length: number): Float32Array {
    let h = Math.imul(seed ^ Math.imul(index + 1, 0x9e3779b9), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    let x = (h ^ (h >>> 16)) | 0;
    return Float32Array.from({ length }, () => {
      x ^= x << 13;
      x ^= x >>> 17;
      x ^= x << 5;
      return x / 2 ** 32;
    });
  }

  function filled(seed: number, index: number, length: number): Float32Array {
    const target = new Float32Array(length);
    new RandomStream(seed, index).fill(target, -0.5, 0.5);
    return target;
  }

  it.each([0, 1, 7, 1023, 1024, 1025, 1026, 1027, 4097, 300_001])(
    'are those of one xorshift, value for value: %i of them',
    (length) => {
      expect(filled(5, 3, length)).toEqual(plain(5, 3, length));
    },
  );

  it('go on after a long array where they were', () => {
    const stream = new RandomStream(0, 0);
    const parts = [2051, 3, 1500].map((length) => new Float32Array(length));
    for (const part of parts) stream.fill(part, -0.5, 0.5);
    expect(parts.flatMap((part) => [...part])).toEqual([...plain(0, 0, 2051 + 3 + 1500)]);
  });

  it('are those of the first release', () => {
    const target = new Float32Array(100_003);
    new RandomStream(42, 7).fill(target, -0.25, 0.25);
    expect([target[0], target[50_000], target[100_002]]).toEqual([
      -0.07376445829868317, 0.006954232230782509, 0.1239832267165184,
    ]);
    const hash = new Uint32Array(target.buffer).reduce(
      (h, bits) => (Math.imul(h, 31) + bits) | 0,
      0,
    );
    expect(hash).toBe(-1541868761);
  });
});
