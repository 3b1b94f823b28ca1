import { Descent } from '../summary/descent.js';
import { uncalled } from '../summary/rows.js';
import type { Layer, Summary } from '../summary/summary.js';
import type { ModuleNode } from '../trace/tree.js';
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
  const rows: VisibleRow[] = [];
  layers.forEach((layer) => {
    const { depth, isRecursive } = layer;
    if (depth > levels || (hideRecursive && isRecursive)) return;
    const node = nodes[layer.node];
    if (descent !== null && node !== undefined) {
      for (const holder of descent.enter(node)) {
        rows.push({ layer: listedOrNot(holder, layers), reachedMaxDepth: false });
      }
    }
    rows.push({ layer, reachedMaxDepth: depth === levels });
  });
  return rows;
}

/** The row of a module that was not called: that of the list, or one without a number. */
function listedOrNot(node: ModuleNode, layers: readonly Layer[]): Layer {
  const listed = layers.findLast(
    (layer) => layer.node === node.index && layer.outputShape === null,
  );
  return listed ?? uncalled(node);
}
