import { jumped } from './xorshift-jump.js';

/** Numbers below which one stream is as fast as several. */
const LEAST_SPLIT = 1024;
/** Numbers above which their places are no small integers, which a processor counts in. */
const MOST_SPLIT = 2 ** 30;

/** A stream of numbers that a seed and an index decide: the same on every machine and engine. */
export class RandomStream {
  #state: number;

  constructor(seed: number, index: number) {
    // murmur3's finaliser spreads neighbouring seeds; xorshift must not start at zero.
    let h = Math.imul(seed ^ Math.imul(index + 1, 0x9e3779b9), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    this.#state = (h ^ (h >>> 16)) | 0 || 0x9e3779b9;
  }

  /**
   * Fills an array with numbers uniform in [low, high). Each number needs the one before it, for which a
   * processor waits; four quarters side by side, each begun where the one before it ends, do not wait.
   */
  fill(target: Float32Array, low: number, high: number): void {
    const middle = (low + high) / 2;
    const scale = (high - low) / 2 ** 32;
    const { length } = target;
    const quarter = length < LEAST_SPLIT || length > MOST_SPLIT ? 0 : length >> 2;
    const first = this.#state;
    const second = jumped(first, quarter);
    const third = jumped(second, quarter);
    const fourth = jumped(third, quarter);
    const starts = [first, second, third, fourth] as const;
    this.#state = fillQuarters(target, quarter, starts, middle, scale);
  }
}

/**
 * Fills four quarters of an array side by side, then what is left over at its end.
 * @param starts the states before each quarter
 * @returns the state at the end
 */
function fillQuarters(
  target: Float32Array,
  quarter: number,
  starts: readonly [number, number, number, number],
  middle: number,
  scale: number,
): number {
  let [a, b, c, d] = starts;
  const [second, third, fourth] = [quarter, 2 * quarter, 3 * quarter];
  // Marsaglia's xorshift32 (2003), with the shifts 13, 17 and 5.
  for (let i = 0; i < quarter; i++) {
    a ^= a << 13;
    a ^= a >>> 17;
    a ^= a << 5;
    target[i] = middle + a * scale;
    b ^= b << 13;
    b ^= b >>> 17;
    b ^= b << 5;
    target[i + second] = middle + b * scale;
    c ^= c << 13;
    c ^= c >>> 17;
    c ^= c << 5;
    target[i + third] = middle + c * scale;
    d ^= d << 13;
    d ^= d >>> 17;
    d ^= d << 5;
    target[i + fourth] = middle + d * scale;
  }
  for (let i = 4 * quarter; i < target.length; i++) {
    d ^= d << 13;
    d ^= d >>> 17;
    d ^= d << 5;
    target[i] = middle + d * scale;
  }
  return d;
}
