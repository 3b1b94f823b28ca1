/** A stream of numbers that a seed and an index decide: the same on every machine and engine. */
export class RandomStream {
  #state: number;

  constructor(seed: number, index: number) {
    // murmur3's finaliser spreads neighbouring seeds; xorshift must not start at zero.
    let h = Math.imul(seed ^ Math.imul(index + 1, 0x9e3779b9), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    this.#state = (h ^ (h >>> 16)) | 0 || 0x9e3779b9;
  }

  /** Fills an array with numbers uniform in [low, high). */
  fill(target: Float32Array, low: number, high: number): void {
    const middle = (low + high) / 2;
    const scale = (high - low) / 2 ** 32;
    let x = this.#state;
    for (let i = 0; i < target.length; i++) {
      // Marsaglia's xorshift32 (2003), with the shifts 13, 17 and 5.
      x ^= x << 13;
      x ^= x >>> 17;
      x ^= x << 5;
      target[i] = middle + x * scale;
    }
    this.#state = x;
  }
}
