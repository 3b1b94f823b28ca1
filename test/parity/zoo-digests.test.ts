import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { columnNames } from '../../src/report/columns/index.js';
import { summarise } from '../../src/summary/summarise.js';
import { TORCHINFO_RELEASES } from '../../src/summary/summary.js';
import { record } from '../../src/trace/recorder.js';
import { renderAsked } from '../support/tables.js';
import { buildZoo, readZooRows } from '../support/zoo.js';

/*
 * Every name that the zoos' lists have, against digests of what the zoo's own module has and what torchinfo
 * prints of it, which fixtures/scripts/zoo/make_digests.py made. What differs is seen by running the script's
 * functions for one name.
 */

/** Every column of the digests' tables, in torchinfo's order; no release of torchinfo has one of groups. */
const COLUMNS = columnNames().filter((name) => name !== 'groups');

/** Below the deepest of the zoos' modules. */
const LEVELS = 20;

describe('every name of the zoos has its state dict and its tables', () => {
  it.each(readZooRows('digests.tsv'))('$source $name', (row) => {
    const { source = '', name = '', input = '' } = row;
    const model = buildZoo({ source, name });
    const state = model
      .stateDict()
      .map(([key, stored]) => [key, stored.shape, 'dtype' in stored ? stored.dtype : 'float32']);
    const recording = record(model, [input.split('x').map(Number)]);
    const tables = TORCHINFO_RELEASES.map((release): [string, string] => [
      `table_${release}`,
      digest(
        renderAsked(summarise(recording, release), {
          colNames: COLUMNS,
          rowSettings: ['depth', 'var_names'],
          layerDepth: LEVELS,
          verbose: false,
        }).trimEnd(),
      ),
    ]);
    expect({
      source,
      name,
      input,
      params: String(recording.nodes[0]?.params),
      keys: digest(JSON.stringify(state)),
      ...Object.fromEntries(tables),
    }).toEqual(row);
  });
});

/** The first 16 hexadecimal digits of SHA-256. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
