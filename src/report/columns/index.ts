import type { Column } from './column.js';

/**
 * The columns by the names that ask for them, loaded when they are asked for: a new one is one file
 * and one line here.
 */
export const COLUMNS = {
  input_size: async () => (await import('./input-size.js')).inputSize,
  output_size: async () => (await import('./output-size.js')).outputSize,
  num_params: async () => (await import('./num-params.js')).numParams,
  params_percent: async () => (await import('./params-percent.js')).paramsPercent,
  kernel_size: async () => (await import('./kernel-size.js')).kernelSize,
  groups: async () => (await import('./groups.js')).groups,
  mult_adds: async () => (await import('./mult-adds.js')).multAdds,
  trainable: async () => (await import('./trainable.js')).trainable,
} satisfies Record<string, () => Promise<Column>>;

export type ColumnName = keyof typeof COLUMNS;

/** The columns that torchinfo shows where none are asked for. */
export const DEFAULT_COLUMNS: readonly ColumnName[] = ['output_size', 'num_params'];

/** The names of the columns, in the order in which they are listed. */
export function columnNames(): ColumnName[] {
  const isName = (name: string): name is ColumnName => name in COLUMNS;
  return Object.keys(COLUMNS).filter(isName);
}

/** The columns of these names, in the order of the names. */
export function loadColumns(names: readonly ColumnName[]): Promise<Column[]> {
  return Promise.all(names.map((name) => COLUMNS[name]()));
}
