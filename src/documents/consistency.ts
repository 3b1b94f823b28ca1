import { byteSize, FLOAT32_BYTES } from '../ops/shape.js';
import { outputAndGradientBytes, sum } from '../summary/count.js';
import { type TotalKey, TOTALS } from '../summary/totals.js';
import { grouped } from '../text/python-format.js';
import type { BaselineDocument } from './baseline.js';
import { type Row, rowsOf } from './rows.js';
import type { SummaryDocument } from './summary.js';

/**
 * What in a document cannot be as se-resnet wrote it, as the end of a sentence; null if its totals follow
 * from the rest of it. A baseline does not say which layers hold others: what may be true passes. Flops
 * follow from nothing else, since a forward function may do more than call its layers.
 */
export function contradictionIn(document: SummaryDocument | BaselineDocument): string | null {
  const { totals, layers, inputs = [document.input] } = document;
  const odd = layers.findIndex(({ params, trainableParams }) => trainableParams > params);
  if (odd !== -1) return `of the params of layers[${String(odd)}], more than all are trainable`;
  const rules: readonly Rule[] = [
    ['nonTrainableParams', OTHERS, exactly(totals.params - totals.trainableParams)],
    [
      'totalBytes',
      OTHERS,
      exactly(totals.inputBytes + totals.forwardBackwardBytes + totals.paramBytes),
    ],
    ['inputBytes', INPUTS, exactly(sum(inputs, ({ shape }) => byteSize(shape)))],
    ...layerRules(document.kind === 'summary' ? document.layers : rowsOf(document.layers)),
  ];
  for (const [total, from, { least, most }] of rules) {
    const says = totals[total];
    if (least <= says && says <= most) continue;
    const bound = says < least ? least : most;
    const limit = says < least ? 'at least ' : 'at most ';
    return (
      `its totals say ${grouped(says)} ${TOTALS[total].label}, but ${from} ` +
      `${least === most ? '' : limit}${grouped(bound)}`
    );
  }
  return null;
}

/** A total, where it comes from, and what it may be. */
type Rule = readonly [total: TotalKey, from: string, range: Range];

interface Range {
  readonly least: number;
  readonly most: number;
}

const OTHERS = 'its other totals make it';
const INPUTS = 'its input takes';
const LAYERS = 'its layers add up to';

function exactly(value: number): Range {
  return { least: value, most: value };
}

/** What the rows of summary/torchinfo-1.8.ts add up to; nothing if they are in no order of calls. */
function layerRules(rows: readonly Row[] | null): Rule[] {
  if (rows === null || !isInCallOrder(rows)) return [];
  return [
    ['params', LAYERS, exactly(ownParameters(rows, 'params'))],
    ['trainableParams', LAYERS, exactly(ownParameters(rows, 'trainableParams'))],
    ['multAdds', LAYERS, multAddsOf(rows)],
    [
      'paramBytes',
      LAYERS,
      overLeaves(rows, ({ isRecursive, params }) => (isRecursive ? 0 : FLOAT32_BYTES * params)),
    ],
    ['forwardBackwardBytes', LAYERS, overLeaves(rows, outputAndGradientBytes)],
  ];
}

function isInCallOrder(rows: readonly Row[]): boolean {
  return rows.every(({ depth }, index) => depth <= (rows[index - 1]?.depth ?? -1) + 1);
}

/** The parameters that each row has beyond those of the rows below it, added up (leftover_params). */
function ownParameters(rows: readonly Row[], count: 'params' | 'trainableParams'): number {
  /** What the rows of a depth account for, of those below the row that comes next. */
  const accounted: number[] = [];
  let total = 0;
  for (let index = rows.length - 1; index >= 0; index--) {
    const { depth = 0, isRecursive = false, [count]: all = 0 } = rows[index] ?? {};
    const below = accounted[depth + 1] ?? 0;
    accounted[depth + 1] = 0;
    accounted[depth] = (accounted[depth] ?? 0) + (isRecursive ? below : all);
    if (!isRecursive) total += Math.max(all - below, 0);
  }
  return total;
}

/** Those of the leaves, which the model has as its own unless it is one. */
function multAddsOf(rows: readonly Row[]): Range {
  if (rows.every(({ isLeaf }) => isLeaf !== null))
    return overLeaves(rows, ({ multAdds }) => multAdds);
  const models = rows.filter(({ depth }) => depth === 0);
  const least = sum(models, ({ multAdds }) => multAdds);
  const mayBeLeaf = models.some(({ isLeaf }) => isLeaf !== false);
  return { least, most: mayBeLeaf ? sum(rows, ({ multAdds }) => multAdds) : least };
}

function overLeaves(rows: readonly Row[], value: (row: Row) => number): Range {
  let [least, most] = [0, 0];
  for (const row of rows) {
    if (row.isLeaf === false) continue;
    const counted = value(row);
    most += counted;
    if (row.isLeaf === true) least += counted;
  }
  return { least, most };
}
