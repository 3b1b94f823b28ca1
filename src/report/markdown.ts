import { markdownTable } from 'markdown-table';
import type { Block } from './blocks.js';

/** Blocks as GitHub's Markdown, with a final newline. */
export function renderMarkdown(blocks: readonly Block[]): string {
  return blocks
    .map((block) => {
      if (block.kind === 'paragraph') return `${escape(block.text).replaceAll('\n', '  \n')}\n`;
      const { columns, rows } = block;
      const table = [columns.map(({ title }) => title), ...rows];
      return `${markdownTable(
        table.map((row) => row.map(escape)),
        { align: columns.map(({ align }) => align) },
      )}\n`;
    })
    .join('\n');
}

/** Keeps names such as SE_Block, and bars, from being read as markup. */
function escape(text: string): string {
  return text.replace(/[\\`*_|<>]/g, '\\$&');
}
