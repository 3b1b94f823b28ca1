import type { CompareDocument } from '../documents/compare.js';
import { headOf } from '../documents/constants.js';
import type { LayerFacts } from '../documents/parts.js';
import type { SummaryDocument } from '../documents/summary.js';
import { totalKeys } from '../summary/totals.js';
import { factsOf } from './facts.js';
import { compareLayers } from './layers.js';

/** A model to be compared, from a file or a run. */
export interface Compared extends Pick<SummaryDocument, 'model' | 'input' | 'totals'> {
  /** As the user called it. */
  readonly name: string;
  readonly layers: readonly LayerFacts[];
}

/**
 * Puts models side by side, each beside the first.
 * @param which every layer, or those that differ or are in another order
 */
export function compareModels(
  models: readonly Compared[],
  which: 'differing' | 'all',
): CompareDocument {
  const [first] = models;
  return {
    ...headOf('comparison'),
    models: models.map(({ name, model, input }) => ({ name, model, input })),
    totals: totalKeys().map((metric) => {
      const base = first?.totals[metric] ?? 0;
      const values = models.map(({ totals }) => totals[metric]);
      return {
        metric,
        values,
        differences: values.map((value) => value - base),
        ratios: values.map((value) => (base === 0 ? null : value / base)),
      };
    }),
    layers: compareLayers(models.map(({ layers }) => layers.map(factsOf)))
      .filter(({ differs, reordered }) => differs || reordered || which === 'all')
      .map(({ path, differs, reordered, versions }) => ({ path, differs, reordered, versions })),
  };
}
