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
