import { keysOf } from '../../text/keys.js';
import type { Column } from './column.js';
import { groups } from './groups.js';
import { inputSize } from './input-size.js';
import { kernelSize } from './kernel-size.js';
import { multAdds } from './mult-adds.js';
import { numParams } from './num-params.js';
import { outputSize } from './output-size.js';
import { paramsPercent } from './params-percent.js';
import { trainable } from './trainable.js';

/** The columns by the names that ask for them: a new one is one file and one line here. */
export const COLUMNS = {
  input_size: inputSize,
  output_size: outputSize,
  num_params: numParams,
  params_percent: paramsPercent,
  kernel_size: kernelSize,
  groups,
  mult_adds: multAdds,
  trainable,
} satisfies Record<string, Column>;

/** The name of a column. */
export type ColumnName = keyof typeof COLUMNS;

/** The columns that torchinfo shows by default. */
export const DEFAULT_COLUMNS: readonly ColumnName[] = ['output_size', 'num_params'];

/** The names of the columns, in the order in which they are listed. */
export function columnNames(): ColumnName[] {
  return keysOf(COLUMNS);
}
