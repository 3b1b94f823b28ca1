import { Descent } from '../summary/descent.js';
import { uncalled } from '../summary/rows.js';
import type { Layer, Summary } from '../summary/summary.js';
import type { TableOptions } from './table-options.js';

/** A row of the table. */
export interface VisibleRow {
  readonly layer: Layer;
  readonly reachedMaxDepth: boolean;
}

/**
 * The rows that the table shows, in order (torchinfo's FormattingOptions.layers_to_str).
 *
 * 1.6 shows the containers that were not called only as it prints, before the first row below them
 * and without a number, unless the list of rows has them too; 1.8 always has them in it.
 */
export function visibleRows(
  { layers, nodes, torchinfo }: Summary,
  { levels, rowSettings }: Pick<TableOptions, 'levels' | 'rowSettings'>,
): VisibleRow[] {
  const hideRecursive = rowSettings.includes('hide_recursive_layers');
  const descent = torchinfo === '1.6' ? new Descent(nodes) : null;
  const uncalledRows = descent === null ? new Map<number, Layer>() : rowsOfUncalled(layers);
  const rows: VisibleRow[] = [];
  layers.forEach((layer) => {
    const { depth, isRecursive } = layer;
    if (depth > levels || (hideRecursive && isRecursive)) return;
    const node = nodes[layer.node];
    if (descent !== null && node !== undefined) {
      for (const holder of descent.enter(node)) {
        const listed = uncalledRows.get(holder.index);
        rows.push({ layer: listed ?? uncalled(holder), reachedMaxDepth: false });
      }
    }
    rows.push({ layer, reachedMaxDepth: depth === levels });
  });
  return rows;
}

/** The rows of modules that were not called, by their nodes: the last of each. */
function rowsOfUncalled(layers: readonly Layer[]): ReadonlyMap<number, Layer> {
  const found = new Map<number, Layer>();
  for (const layer of layers) if (layer.outputShape === null) found.set(layer.node, layer);
  return found;
}
