import type { Column } from './column.js';
import { groups } from './groups.js';
import { inputSize } from './input-size.js';
import { kernelSize } from './kernel-size.js';
import { multAdds } from './mult-adds.js';
import { numParams } from './num-params.js';
import { outputSize } from './output-size.js';
import { paramsPercent } from './params-percent.js';
import { trainable } from './trainable.js';

/** The columns that can be asked for: a new one is one file and one line here. */
export const COLUMNS: readonly Column[] = [
  inputSize,
  outputSize,
  numParams,
  paramsPercent,
  kernelSize,
  groups,
  multAdds,
  trainable,
];

/** The columns that torchinfo shows where none are asked for. */
export const DEFAULT_COLUMNS: readonly Column[] = [outputSize, numParams];
