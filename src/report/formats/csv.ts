import { stringify } from 'csv-stringify/sync';
import type { Shape } from '../../ops/shape.js';
import { printable } from '../../text/escape.js';
import type { Layer } from '../../summary/summary.js';
import type { Format } from '../formats.js';

const sizes = (shape: Shape | null): string => shape?.join('x') ?? '';

/**
 * Text as a cell. What a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV
 * injection); tabs stay, since they mean nothing to a terminal or a log.
 */
function cell(text: string): string {
  const shown = text.split('\t').map(printable).join('\t');
  return /^[=+\-@\t\r]/.test(text) ? `'${shown}` : shown;
}

/** The columns, by the names that JSON has for them. */
const CELLS: Readonly<Record<string, (layer: Layer) => string | number>> = {
  path: ({ path }) => cell(path),
  type: ({ type }) => cell(type),
  depth: ({ depth }) => depth,
  inputShape: ({ inputShape }) => sizes(inputShape),
  outputShape: ({ outputShape }) => sizes(outputShape),
  kernelSize: ({ kernelSize }) => (typeof kernelSize === 'number' ? kernelSize : sizes(kernelSize)),
  groups: ({ groups }) => groups ?? '',
  params: ({ params }) => params,
  trainableParams: ({ trainableParams }) => trainableParams,
  multAdds: ({ multAdds }) => multAdds,
  isLeaf: ({ isLeaf }) => String(isLeaf),
  isRecursive: ({ isRecursive }) => String(isRecursive),
};

/**
 * One line a layer, for spreadsheets and data frames; text that begins as a formula does has an apostrophe
 * in front. Rows of containers repeat what the rows below
 * them say; if only leaves have parameters, the leaves that are not recursive add up to the total.
 */
export const csv: Format = (report) => {
  const { layers } = report.by('1.8');
  const rows = layers.map((layer) => Object.values(CELLS).map((column) => column(layer)));
  return stringify([Object.keys(CELLS), ...rows]);
};
