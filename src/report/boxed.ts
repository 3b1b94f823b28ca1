import Table from 'cli-table3';
import { printable } from '../text/escape.js';
import { type Block, type Grid, plain, type Text, type ToneStyle } from './blocks.js';

const identity = (text: string): string => text;

const PLAIN: ToneStyle = { passed: identity, failed: identity };

/** Blocks as text with boxed tables, with a final newline. */
export function renderBoxed(blocks: readonly Block[], style: ToneStyle = PLAIN): string {
  const shown = (text: Text): string => {
    const escaped = printable(plain(text));
    return typeof text === 'string' ? escaped : style[text.tone](escaped);
  };
  return blocks
    .map(
      (block) =>
        `${block.kind === 'grid' ? boxed(block, shown) : block.lines.map(shown).join('\n')}\n`,
    )
    .join('\n');
}

/** cli-table3 rules a line between any two rows, which doubles a table's height. */
const NO_RULES = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };

/** It also colours the head and the border, whether the output is a terminal or not. */
const NO_COLOURS = { head: [], border: [] };

function boxed({ columns, rows }: Grid, shown: (text: Text) => string): string {
  const titles = columns.map(({ title }) => shown(title));
  const table = new Table({
    colAligns: columns.map(({ align }) => align),
    chars: NO_RULES,
    style: NO_COLOURS,
  });
  table.push(titles, ...rows.map((row) => row.map(shown)));
  const [top = '', head = '', ...rest] = table.toString().split('\n');
  const rule = top.replace('┌', '├').replaceAll('┬', '┼').replace('┐', '┤');
  return [top, head, rule, ...rest].join('\n');
}
