import { columnNames, COLUMNS } from '../../src/report/columns/index.js';
import { renderTable } from '../../src/report/table.js';
import type { Summary } from '../../src/summary/summary.js';
import type { AskedTable } from './fixtures.js';

/**
 * The table that a fixture's arguments of torchinfo ask for.
 * @throws Error if a column that they name is not there
 */
export function renderAsked(summary: Summary, asked: Omit<AskedTable, 'torchinfo'>): string {
  // torchinfo 1.6 has no such column, so that its table was made without it.
  const wanted = asked.colNames.filter(
    (name) => summary.torchinfo !== '1.6' || name !== 'params_percent',
  );
  const columns = wanted.map((asks) => {
    const name = columnNames().find((known) => known === asks);
    if (name === undefined) throw new Error(`there is no column ${asks}`);
    return COLUMNS[name];
  });
  const { rowSettings, layerDepth, verbose } = asked;
  return renderTable(summary, {
    columns,
    rowSettings,
    levels: layerDepth,
    columnWidth: 25,
    verbose,
  });
}
