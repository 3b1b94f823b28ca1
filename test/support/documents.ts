import { readFileSync } from 'node:fs';
import type { BaselineDocument } from '../../src/documents/baseline.js';
import type { CheckDocument } from '../../src/documents/check.js';
import type { CompareDocument } from '../../src/documents/compare.js';
import type { EnginesDocument } from '../../src/documents/engines.js';
import type { ListDocument } from '../../src/documents/list.js';
import type { SummaryDocument } from '../../src/documents/summary.js';
import { fixture } from './fixtures.js';

/** Parsers of what the program prints; `run` has held it against its JSON Schema. */
export const parseSummary: (text: string) => SummaryDocument = JSON.parse;
export const parseCheck: (text: string) => CheckDocument = JSON.parse;
export const parseCompare: (text: string) => CompareDocument = JSON.parse;
export const parseList: (text: string) => ListDocument = JSON.parse;
export const parseEngines: (text: string) => EnginesDocument = JSON.parse;
export const parseBaseline: (text: string) => BaselineDocument = JSON.parse;

/** A baseline under fixtures/baselines. */
export function readBaselineFixture(name: string): BaselineDocument {
  return parseBaseline(readFileSync(fixture('baselines', `${name}.json`), 'utf8'));
}

/** A row of a torchinfo table: the layer's name without the lines of the tree, and its cells. */
export type TableRow = readonly [name: string, ...cells: string[]];

/** The rows of a torchinfo table under fixtures/torchinfo/1.8. */
export function readTableRows(name: string): TableRow[] {
  const text = readFileSync(fixture('torchinfo', '1.8', `${name}.txt`), 'utf8');
  const [, , body = ''] = text.split(/^=+\n/m);
  return body
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [first = '', ...cells] = line.replace(/^[│├└─ ]+/, '').split(/ {2,}/);
      return [first, ...cells.map((cell) => cell.trim())];
    });
}
