import { summarise } from '../../summary/summarise.js';
import type { Format } from '../formats.js';
import { renderTable } from '../table.js';

/** The table that torchinfo prints. */
export const table: Format = ({ trace, torchinfo, table: options, style }) =>
  renderTable(summarise(trace, torchinfo), options, style);
