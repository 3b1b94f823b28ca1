import { stringify } from 'csv-stringify/sync';
import type { Shape } from '../../engine/shape.js';
import type { Format } from '../formats.js';
import { type SummaryDocument, summaryDocument } from '../json.js';

type LayerRow = SummaryDocument['layers'][number];

const sizes = (shape: Shape | null): string => shape?.join('x') ?? '';

/** The columns, by the names that JSON has for them. */
const CELLS: Readonly<Record<string, (layer: LayerRow) => string | number>> = {
  path: ({ path }) => path,
  type: ({ type }) => type,
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
 * One line a layer, for spreadsheets and data frames. Rows of containers repeat what the rows below
 * them say; where only leaves have parameters, the leaves that are not recursive add up to the total.
 */
export const csv: Format = (input) => {
  const { layers } = summaryDocument(input);
  const rows = layers.map((layer) => Object.values(CELLS).map((cell) => cell(layer)));
  return stringify([Object.keys(CELLS), ...rows]);
};
