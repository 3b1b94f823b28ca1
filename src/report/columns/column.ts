import type { Layer } from '../../summary/summary.js';
import type { TreeParameter } from '../../trace/tree.js';

/** What a cell may depend on besides its row. */
export interface CellContext {
  /** Whether the rows below this one are cut off, so that it stands for them. */
  readonly reachedMaxDepth: boolean;
  /** The model's parameters. */
  readonly totalParams: number;
}

/** A column of the table. Its cells have no characters beyond Unicode's first 65,536. */
export interface Column {
  readonly title: string;
  cell(layer: Layer, context: CellContext): string;
  /** The cell in the row of a single parameter, which `verbose` adds; empty if there is none. */
  parameterCell?(parameter: TreeParameter, isLast: boolean): string;
}

/** The cell of a layer that has no value in a column. */
export const NOTHING = '--';

/** Whether a row shows its own numbers: above the cut the rows below show them. */
export function showsOwnNumbers(layer: Layer, { reachedMaxDepth }: CellContext): boolean {
  return reachedMaxDepth || layer.isLeaf;
}
