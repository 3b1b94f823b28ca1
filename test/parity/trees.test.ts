import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runOnShapes } from '../../src/inspect.js';
import { columnNames, COLUMNS } from '../../src/report/columns/index.js';
import { renderTable } from '../../src/report/table.js';
import { summarise } from '../../src/summary/summarise.js';
import { fixture, readJson } from '../support/fixtures.js';
import { TREES } from '../support/trees.js';

const CASES = Object.entries(readJson('trees/cases.json')).flatMap(([name, tree]) =>
  tree.torchinfo.map((release) => ({ name, release, tree })),
);

it('uses every model', () => {
  expect(new Set(CASES.map(({ tree }) => tree.model))).toEqual(new Set(Object.keys(TREES)));
});

describe("torchinfo's tables of odd trees", () => {
  it.each(CASES)('$release $name', ({ name, release, tree }) => {
    const model = TREES[tree.model]?.();
    if (model === undefined) throw new Error(`there is no model ${tree.model}`);
    // torchinfo 1.6 has no such column, so that its table was made without it.
    const wanted = tree.colNames.filter((n) => release !== '1.6' || n !== 'params_percent');
    const names = wanted.flatMap((n) => columnNames().filter((name) => name === n));
    expect(names).toHaveLength(wanted.length);
    const columns = names.map((name) => COLUMNS[name]);
    const { trace } = runOnShapes(model, tree.inputSize);
    const table = renderTable(summarise(trace, release), { ...tree, columns, colWidth: 25 });
    expect(table).toBe(readFileSync(fixture('trees', release, `${name}.txt`), 'utf8'));
  });
});
