import { numbers, words } from '../blocks.js';
import type { Format } from '../formats.js';
import { renderMarkdown } from '../markdown.js';
import { visibleRows } from '../rows.js';
import { layerName, totalLines } from '../table.js';

/** An em space: Markdown swallows plain ones at the beginning of a cell. */
const INDENT = '\u2003';

/** The rows and columns of the table, then its totals, as tables of GitHub's Markdown. */
export const markdown: Format = (report) => {
  const { table, torchinfo } = report;
  const { columns, rowSettings } = table;
  const summary = report.by(torchinfo);
  const rows = visibleRows(summary, table).map(({ layer, reachedMaxDepth }) => {
    const context = { reachedMaxDepth, totalParams: summary.totals.params };
    return [
      INDENT.repeat(layer.depth) + layerName(layer, rowSettings),
      ...columns.map((column) => column.cell(layer, context)),
    ];
  });
  return renderMarkdown([
    {
      kind: 'grid',
      columns: [words('Layer'), ...columns.map(({ title }) => numbers(title))],
      rows,
    },
    {
      kind: 'grid',
      columns: [words('Total'), numbers('Value')],
      rows: totalLines(summary).flat(),
    },
  ]);
};
