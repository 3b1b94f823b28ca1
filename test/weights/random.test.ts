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
    // 0 would stay 0.
    let x = (h ^ (h >>> 16)) | 0 || 0x9e3779b9;
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

  /** Whether two arrays have the same bits. Comparing a million numbers one by one is slow in vitest. */
  function isSame(a: Float32Array, b: Float32Array): boolean {
    return Buffer.from(a.buffer).equals(Buffer.from(b.buffer));
  }

  /** Of the bits, in order. */
  function hashOf(numbers: Float32Array): number {
    return new Uint32Array(numbers.buffer).reduce((h, bits) => (Math.imul(h, 31) + bits) | 0, 0);
  }

  it('begin where the seed and the index lead', () => {
    // (1 ^ 0x9e3779b9) x 0x85ebca6b is 0x3b230fe8; (that ^ it >>> 13) x 0xc2b2ae35 is 0x3f2d9fb0; that ^
    // it >>> 16 is the first state, 0x3f2da09d. These come after it, as signed numbers of 32 bits.
    const states = [0xecf6e542 - 2 ** 32, 0x3b8910cd, 0x2b873ca5];
    expect([...filled(1, 0, 3)]).toEqual(states.map((state) => Math.fround(state / 2 ** 32)));
  });

  it.each([0, 1, 2, 3, 4, 5, 7, 1023, 1024, 1025, 1026, 1027, 1028, 4095, 4096, 4097, 300_001])(
    'are those of one xorshift, value for value: %i of them',
    (length) => {
      expect(isSame(filled(5, 3, length), plain(5, 3, length))).toBe(true);
    },
  );

  it.each([
    ['that leads to a state of 0', 0x9e3779b9],
    ['that is negative', -1],
    ['past 32 bits', 2 ** 40 + 3],
  ])('are so from a seed %s', (_what, seed) => {
    expect(isSame(filled(seed, 0, 2051), plain(seed, 0, 2051))).toBe(true);
    expect(filled(seed, 0, 1)).toEqual(plain(seed, 0, 1));
  });

  it.each([
    [[2, 3]],
    [[1023, 1]],
    [[1024, 1024]],
    [[1025, 1023, 1024]],
    [[2051, 3, 1500]],
    [[0, 4097, 0, 5]],
  ])('go on after an array where they were: %j', (lengths) => {
    const stream = new RandomStream(0, 0);
    const together = new Float32Array(lengths.reduce((sum, length) => sum + length));
    let start = 0;
    for (const length of lengths) {
      stream.fill(together.subarray(start, start + length), -0.5, 0.5);
      start += length;
    }
    expect(isSame(together, plain(0, 0, together.length))).toBe(true);
  });

  it('are those of the release that made them in one stream, to the last bit', () => {
    const target = new Float32Array(100_003);
    new RandomStream(42, 7).fill(target, -0.25, 0.25);
    expect([target[0], target[50_000], target[100_002]]).toEqual([
      -0.07376445829868317, 0.006954232230782509, 0.1239832267165184,
    ]);
    expect(hashOf(target)).toBe(-1541868761);
    const stream = new RandomStream(0, 0);
    const pinned = [
      [1023, 0.7072765827178955, -0.8670632243156433, 23031246],
      [5, -0.04552452638745308, 2.272433280944824, 785950731],
      [1024, -1.4392942190170288, -1.2511509656906128, -665645510],
      [1025, 1.5652201175689697, 0.1908375769853592, 1189439489],
      [4097, 0.5628102421760559, 2.4717953205108643, -2083363090],
      [1_000_003, 0.8737003803253174, 1.671812891960144, 487702019],
    ] as const;
    const made = pinned.map(([length]) => {
      const part = new Float32Array(length);
      stream.fill(part, -1.5, 2.5);
      return [length, part[0], part[length - 1], hashOf(part)];
    });
    expect(made).toEqual(pinned);
  });
});
