import { markdownTable } from 'markdown-table';
import { printable } from '../text/escape.js';
import { type Block, plain, type Text } from './blocks.js';

/** Blocks as GitHub's Markdown, with a final newline. */
export function renderMarkdown(blocks: readonly Block[]): string {
  return blocks
    .map((block) => {
      if (block.kind === 'paragraph') return `${block.lines.map(lineOf).join('  \n')}\n`;
      const { columns, rows } = block;
      const table = [columns.map(({ title }) => title), ...rows];
      return `${markdownTable(
        table.map((row) => row.map(cellOf)),
        { align: columns.map(({ align }) => align) },
      )}\n`;
    })
    .join('\n');
}

/**
 * What GitHub links or replaces once the Markdown has been read, so that no backslash helps: mentions,
 * mail and web addresses, issues, emoji and commits.
 */
const LINKED =
  /(?:@|:\/\/|#(?=\d)|:(?=[\w+-]+:)|(?<=www)\.|(?<=gh)-(?=\d)|(?<![\da-z])[\da-f]{40}(?![\da-z]))+/
    .source;

/** What it reads as markup inside a line, all of which a backslash may precede (GFM 0.29, section 6.1). */
const MARKUP = /[\\`*_|<>[\]~&$#]/.source;

const LIVE = new RegExp(`(${LINKED})|${MARKUP}`, 'gi');

/** A cell's text; inside a code span nothing is linked. */
function cellOf(text: Text): string {
  return printable(plain(text)).replace(LIVE, (found, linked?: string) =>
    linked === undefined ? `\\${found}` : `\`${linked}\``,
  );
}

/** A line's text, which must not begin a list, a heading or a code block. */
function lineOf(text: Text): string {
  return cellOf(text)
    .trimStart()
    .replace(/^[-+=]|^\d+(?=[.)])/, (found) =>
      /\d/.test(found) ? found.replace(/$/, '\\') : `\\${found}`,
    );
}
