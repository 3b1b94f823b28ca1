import { maxKey } from '../documents/limit-names.js';
import { type TotalFor, totalsFor } from '../summary/totals.js';

/** What totals must be, and what they may be at most. */
export interface Limits {
  readonly exact: ReadonlyMap<TotalFor<'check'>, number>;
  readonly most: ReadonlyMap<TotalFor<'check'>, number>;
}

/** Limits by the names that configurations and flags have for them. */
export function limitsOf(valueOf: (name: string) => unknown): Limits {
  const named = (nameOf: (key: string) => string): Limits['exact'] =>
    new Map(
      totalsFor('check').flatMap((key): [TotalFor<'check'>, number][] => {
        const value = valueOf(nameOf(key));
        return typeof value === 'number' ? [[key, value]] : [];
      }),
    );
  return { exact: named((key) => key), most: named(maxKey) };
}
