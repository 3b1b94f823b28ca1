import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AnyModule } from '../../src/nn/index.js';
import { summarise } from '../../src/summary/summarise.js';
import { record } from '../../src/trace/recorder.js';
import { fixture, readJson } from '../support/fixtures.js';
import { ODD } from '../support/odd.js';
import { renderAsked } from '../support/tables.js';

/** What CPython's object of a tensor's storage takes by itself, which torchinfo counts as the input's. */
const STORAGE_BYTES = 56;

const ENTRIES = Object.entries(readJson('odd/cases.json'));

const CASES = ENTRIES.flatMap(([name, odd]) =>
  odd.torchinfo.map((release) => ({ name, release, odd })),
);

function build(name: string): AnyModule {
  const model = ODD[name]?.();
  if (model === undefined) throw new Error(`there is no module ${name}`);
  return model;
}

it('has every module', () => {
  expect(Object.keys(ODD)).toEqual(ENTRIES.map(([name]) => name));
});

describe.each(CASES)('$release $name', ({ name, release, odd }) => {
  const summary = (): ReturnType<typeof summarise> =>
    summarise(record(build(name), odd.inputSizes), release);

  it("has torchinfo's table", () => {
    expect(renderAsked(summary(), odd)).toBe(
      readFileSync(fixture('odd', release, `${name}.txt`), 'utf8'),
    );
  });

  it("has torchinfo's totals", () => {
    const { inputBytes = NaN, ...others } = odd.totals[release];
    expect(summary().totals).toMatchObject({
      ...others,
      inputBytes: inputBytes - STORAGE_BYTES * odd.inputSizes.length,
    });
  });
});
