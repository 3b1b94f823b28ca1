import Table from 'cli-table3';
import type { Block, Grid } from './blocks.js';

/** Blocks as text with boxed tables, with a final newline; cells may hold colours. */
export function renderBoxed(blocks: readonly Block[]): string {
  return blocks.map((block) => `${block.kind === 'grid' ? boxed(block) : block.text}\n`).join('\n');
}

/** cli-table3 rules a line between any two rows, which doubles a table's height. */
const NO_RULES = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };

/** It also colours the head and the border, whether the output is a terminal or not. */
const NO_COLOURS = { head: [], border: [] };

function boxed({ columns, rows }: Grid): string {
  const titles = columns.map(({ title }) => title);
  const table = new Table({
    colAligns: columns.map(({ align }) => align),
    chars: NO_RULES,
    style: NO_COLOURS,
  });
  table.push(titles, ...rows.map((row) => [...row]));
  const [top = '', head = '', ...rest] = table.toString().split('\n');
  const rule = top.replace('┌', '├').replaceAll('┬', '┼').replace('┐', '┤');
  return [top, head, rule, ...rest].join('\n');
}
