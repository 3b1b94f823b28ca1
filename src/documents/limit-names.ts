import { totalsFor } from '../summary/totals.js';

/** The limit that a total may not pass: `maxParams`. */
export function maxKey(key: string): string {
  return `max${key.slice(0, 1).toUpperCase()}${key.slice(1)}`;
}

/** The names of limits: what totals must be, and what they may be at most. */
export function limitNames(): string[] {
  const checked = totalsFor('check');
  return [...checked, ...checked.map(maxKey)];
}
