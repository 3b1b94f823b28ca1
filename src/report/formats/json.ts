import type { Format } from '../formats.js';
import { summaryDocument } from '../json.js';

/** One JSON document that says everything. */
export const json: Format = (input) => `${JSON.stringify(summaryDocument(input), null, 2)}\n`;
