import type { Pair } from '../engine/ops.js';

/** A size for height and width: one number for both, or a pair. */
export type SizeArgument = number | Pair;

/** torch's `_pair`: the same number for height and width unless two are given. */
export function pair(size: SizeArgument): Pair {
  return typeof size === 'number' ? [size, size] : size;
}
