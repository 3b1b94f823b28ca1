import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { summarise } from '../../src/summary/summarise.js';
import { record } from '../../src/trace/recorder.js';
import { fixture, readJson } from '../support/fixtures.js';
import { renderAsked } from '../support/tables.js';
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
    const summary = summarise(record(model, [tree.inputSize]), release);
    const table = renderAsked(summary, tree);
    expect(table).toBe(readFileSync(fixture('trees', release, `${name}.txt`), 'utf8'));
  });
});
