import { jsonText } from '../../text/escape.js';
import { summaryDocument } from '../document.js';
import type { Format } from '../formats.js';

/** One JSON document that says everything. */
export const json: Format = (report) => jsonText(summaryDocument(report.by('1.8'), report));
