import type { Totals } from '../summary/summary.js';

/** The totals that can be printed alone, by the names that `--print` has for them. */
export const PRINTABLE = {
  params: 'params',
  'trainable-params': 'trainableParams',
  'mult-adds': 'multAdds',
  'param-bytes': 'paramBytes',
  'total-bytes': 'totalBytes',
} satisfies Record<string, keyof Totals>;

export type PrintableName = keyof typeof PRINTABLE;

/** The names of the totals, in the order in which they are listed. */
export function printableNames(): PrintableName[] {
  const isName = (name: string): name is PrintableName => name in PRINTABLE;
  return Object.keys(PRINTABLE).filter(isName);
}
