import type { Column } from './columns/column.js';

/** What can be shown in a row, by torchinfo's names. */
export const ROW_SETTINGS = ['depth', 'var_names', 'ascii_only', 'hide_recursive_layers'] as const;

/** Something that can be shown in a row. */
export type RowSetting = (typeof ROW_SETTINGS)[number];

/** The most characters of a column. */
export const MOST_COLUMN_WIDTH = 10_000;

/** What a table shows. */
export interface TableOptions {
  readonly columns: readonly Column[];
  readonly rowSettings: readonly RowSetting[];
  /** Levels shown below the model (torchinfo's depth). */
  readonly levels: number;
  /** Characters of a column. */
  readonly columnWidth: number;
  /** Whether each layer's parameters are shown below it (torchinfo's verbose=2). */
  readonly verbose: boolean;
}
