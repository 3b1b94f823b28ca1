import { outermostLayers } from '../diff/layers.js';
import { layerTitle, shapeText, signed } from '../diff/words.js';
import type { CheckResult, Comparison } from '../documents/check.js';
import type { LayerFacts } from '../documents/parts.js';
import { type Block, type Grid, numbers, paragraph, type Text, words } from '../report/blocks.js';
import { grouped } from '../text/python-format.js';
import {
  change,
  expectedText,
  isTold,
  metricTitle,
  missingBaseline,
  otherChanges,
  signedPercent,
  verdict,
} from './words.js';

/** The report on a check: every number, then the layers that moved in each model that failed. */
export function checkBlocks(results: readonly CheckResult[]): Block[] {
  const written = results.flatMap(({ name, baseline }) => {
    if (baseline?.status === 'written') return [`${name}: wrote ${baseline.path}.`];
    return baseline?.status === 'unchanged' ? [`${name}: ${baseline.path} is up to date.`] : [];
  });
  const rows = results.flatMap(({ name, checks }) =>
    checks.filter(isTold).map((check) => comparisonRow(name, check)),
  );
  const passed = results.every((result) => result.passed);
  return [
    ...(written.length === 0 ? [] : [paragraph(...written)]),
    ...(rows.length === 0 ? [] : [comparisonGrid(rows)]),
    ...results.flatMap(layerBlocks),
    ...results.flatMap((result) => {
      const missing = missingBaseline(result);
      return missing === null ? [] : [paragraph(missing)];
    }),
    ...(rows.length === 0 && passed ? [] : [paragraph(judged(verdict(results), passed))]),
  ];
}

function judged(text: string, passed: boolean): Text {
  return { text, tone: passed ? 'passed' : 'failed' };
}

function comparisonGrid(rows: Grid['rows']): Grid {
  return {
    kind: 'grid',
    columns: [
      words('Model'),
      words('Metric'),
      words('From'),
      numbers('Expected'),
      numbers('Actual'),
      numbers('Difference'),
      numbers('Percent'),
      words('Result'),
    ],
    rows,
  };
}

function comparisonRow(name: string, check: Comparison): Text[] {
  return [
    name,
    metricTitle(check.metric),
    check.source,
    expectedText(check),
    grouped(check.actual),
    signed(check.difference),
    signedPercent(check.percent),
    judged(check.passed ? 'ok' : 'FAILED', check.passed),
  ];
}

function layerBlocks({ name, baseline, layers, notes }: CheckResult): Block[] {
  const rows = layerRows(layers);
  if (rows.length === 0) return notes.map((note) => paragraph(note));
  const columns = [
    words('Change'),
    words('Layer'),
    words('Type'),
    words('Output shape'),
    numbers('Params'),
    words('Also'),
  ];
  // The last column is for what is rare.
  const width = rows.some((row) => row.at(-1) !== '') ? columns.length : columns.length - 1;
  return [
    paragraph(`${name}: layers that are not as in ${baseline?.path ?? 'the baseline'}`),
    {
      kind: 'grid',
      columns: columns.slice(0, width),
      rows: rows.map((row) => row.slice(0, width)),
    },
    ...notes.map((note) => paragraph(note)),
  ];
}

function layerRows({ added, removed, changed, reordered }: CheckResult['layers']): string[][] {
  const row = (kind: string, layer: LayerFacts): string[] => {
    const { path, type, outputShape, params } = layer;
    return [kind, layerTitle(path), type, shapeText(outputShape), grouped(params), ''];
  };
  return [
    ...outermostLayers(removed).map((layer) => row('removed', layer)),
    ...outermostLayers(added).map((layer) => row('added', layer)),
    ...changed.map((layer) => [
      'changed',
      layerTitle(layer.path),
      change(layer.expected.type, layer.actual.type),
      change(shapeText(layer.expected.outputShape), shapeText(layer.actual.outputShape)),
      change(grouped(layer.expected.params), grouped(layer.actual.params)),
      otherChanges(layer),
    ]),
    ...outermostLayers(reordered).map((layer) => row('reordered', layer)),
  ];
}
