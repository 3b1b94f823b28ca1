import { Descent } from '../summary/descent.js';
import { uncalled } from '../summary/rows.js';
import type { Layer, Summary } from '../summary/summary.js';
import type { TableOptions } from './table.js';

/** A row of the table. */
export interface VisibleRow {
  readonly layer: Layer;
  readonly reachedMaxDepth: boolean;
}

/** The rows that the table shows, in order (torchinfo's FormattingOptions.layers_to_str). */
export function visibleRows(
  { layers, torchinfo }: Summary,
  { layerDepth, rowSettings }: Pick<TableOptions, 'layerDepth' | 'rowSettings'>,
): VisibleRow[] {
  const hideRecursive = rowSettings.includes('hide_recursive_layers');
  const shown = layers
    .filter((layer) => layer.node.depth <= layerDepth && !(hideRecursive && layer.isRecursive))
    .map((layer) => ({ layer, reachedMaxDepth: layer.node.depth === layerDepth }));
  return torchinfo === '1.6' ? withHolders(shown, layers) : shown;
}

/**
 * 1.6 shows the containers that were not called only as it prints, before the first row below them
 * and without a number, unless the list of rows has them too; 1.8 always has them in it.
 */
function withHolders(rows: readonly VisibleRow[], layers: readonly Layer[]): VisibleRow[] {
  const listed = new Map(
    layers.filter(({ outputShape }) => outputShape === null).map((layer) => [layer.node, layer]),
  );
  const descent = new Descent();
  return rows.flatMap((row) => {
    const missing = descent.enter(row.layer.node);
    if (missing.length === 0) return row;
    const holders = missing.map((holder) => ({
      layer: listed.get(holder) ?? uncalled(holder),
      reachedMaxDepth: false,
    }));
    return [...holders, row];
  });
}
