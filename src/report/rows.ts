import { Descent } from '../summary/descent.js';
import { uncalled } from '../summary/rows.js';
import type { Layer, Summary } from '../summary/summary.js';
import type { TreeNode } from '../trace/tree.js';
import type { TableOptions } from './table.js';

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
  { layers, torchinfo }: Summary,
  { layerDepth, rowSettings }: Pick<TableOptions, 'layerDepth' | 'rowSettings'>,
): VisibleRow[] {
  const hideRecursive = rowSettings.includes('hide_recursive_layers');
  const listed = new Map<TreeNode, Layer>();
  layers.forEach((layer) => {
    if (layer.outputShape === null) listed.set(layer.node, layer);
  });
  const descent = new Descent();
  const rows: VisibleRow[] = [];
  layers.forEach((layer) => {
    const { node } = layer;
    if (node.depth > layerDepth || (hideRecursive && layer.isRecursive)) return;
    if (torchinfo === '1.6') {
      descent.enter(node).forEach((holder) => {
        rows.push({ layer: listed.get(holder) ?? uncalled(holder), reachedMaxDepth: false });
      });
    }
    rows.push({ layer, reachedMaxDepth: node.depth === layerDepth });
  });
  return rows;
}
