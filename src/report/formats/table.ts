import type { Format } from '../formats.js';
import { renderTable } from '../table.js';

/** The table that torchinfo prints. */
export const table: Format = (report, style) =>
  renderTable(report.by(report.torchinfo), report.table, style);
