import Table from 'cli-table3';
import stringWidth from 'string-width';
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

/**
 * cli-table3 draws the frame, around the titles and a row of the widest cells. It would compare each cell
 * of the other rows with all rows above it, which takes minutes for 50,000.
 */
function boxed({ columns, rows }: Grid, shown: (text: Text) => string): string {
  const titles = columns.map(({ title }) => shown(title));
  const cells = rows.map((row) => row.map(shown).map((text) => ({ text, width: widthOf(text) })));
  const widths = titles.map((title, index) =>
    cells.reduce((most, row) => Math.max(most, row[index]?.width ?? 0), widthOf(title)),
  );
  const table = new Table({
    colAligns: columns.map(({ align }) => align),
    chars: NO_RULES,
    style: NO_COLOURS,
  });
  table.push(
    titles,
    widths.map((width) => '-'.repeat(width)),
  );
  const [top = '', head = '', , bottom = ''] = table.toString().split('\n');
  const rule = top.replace('┌', '├').replaceAll('┬', '┼').replace('┐', '┤');
  const lines = cells.map((row) => {
    const padded = columns.map(({ align }, index) => {
      const { text, width } = row[index] ?? { text: '', width: 0 };
      const space = ' '.repeat((widths[index] ?? 0) - width);
      return align === 'right' ? space + text : text + space;
    });
    return `│ ${padded.join(' │ ')} │`;
  });
  return [top, head, rule, ...lines, bottom].join('\n');
}

/** Characters that take one column each: what nearly all cells consist of. */
const NARROW = /^[\x20-\x7e±→]*$/;

/** The columns of a terminal that a text takes, without its colours, as cli-table3 counts them. */
function widthOf(text: string): number {
  return NARROW.test(text) ? text.length : stringWidth(text);
}
