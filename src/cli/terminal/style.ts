import { Chalk } from 'chalk';
import type { ToneStyle } from '../../report/blocks.js';
import type { TableStyle } from '../../report/table.js';
import type { ColourLevel } from './colour.js';

/** The table's look on a terminal: the tree is dim, containers and totals are bold. */
export function tableStyle(level: ColourLevel): TableStyle {
  const chalk = new Chalk({ level });
  return {
    faint: (text) => chalk.dim(text),
    header: (text) => chalk.bold(text),
    container: (text) => chalk.bold(text),
    total: (text) => chalk.bold.green(text),
  };
}

/** Verdicts on a terminal. */
export function toneStyle(level: ColourLevel): ToneStyle {
  const chalk = new Chalk({ level });
  return { passed: (text) => chalk.green(text), failed: (text) => chalk.bold.red(text) };
}
