import { summaryDocument } from '../document.js';
import type { Format } from '../formats.js';

/** One JSON document that says everything. */
export const json: Format = (report) =>
  `${JSON.stringify(summaryDocument(report.by('1.8'), report), null, 2)}\n`;
