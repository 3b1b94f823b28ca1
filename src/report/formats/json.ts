import { summarise } from '../../summary/summarise.js';
import type { Format } from '../formats.js';
import { summaryDocument } from '../json.js';

/** One JSON document that says everything. */
export const json: Format = ({ trace, model, engine }) =>
  `${JSON.stringify(summaryDocument(summarise(trace, '1.8'), model, engine), null, 2)}\n`;
