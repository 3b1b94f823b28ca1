import { factsOf } from '../check/baseline.js';
import { compareLayers } from '../check/layers.js';
import type { LayerFacts } from '../schema/baseline.js';
import type { CompareDocument } from '../schema/comparison.js';
import type { SummaryDocument } from '../schema/summary.js';

/** A model to be compared, whatever file or run it comes from. */
export interface Compared extends Pick<SummaryDocument, 'model' | 'input' | 'totals'> {
  /** As the person called it. */
  readonly name: string;
  readonly layers: readonly LayerFacts[];
}

/** The totals that are compared, in the order in which they are shown. */
const COMPARED_TOTALS = [
  'params',
  'trainableParams',
  'nonTrainableParams',
  'multAdds',
  'flops',
  'inputBytes',
  'forwardBackwardBytes',
  'paramBytes',
  'totalBytes',
] as const satisfies readonly (keyof SummaryDocument['totals'])[];

/**
 * Puts models side by side, each beside the first.
 * @param which whether every layer is wanted, or those that differ
 */
export function compareModels(
  models: readonly Compared[],
  which: 'differing' | 'all',
): CompareDocument {
  const [first] = models;
  return {
    models: models.map(({ name, model, input }) => ({ name, type: model.name, input })),
    totals: COMPARED_TOTALS.map((metric) => {
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
      .filter(({ differs }) => differs || which === 'all')
      .map(({ path, differs, versions }) => ({ path, differs, versions })),
  };
}
