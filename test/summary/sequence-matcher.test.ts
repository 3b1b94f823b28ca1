import { expect, it } from 'vitest';
import { insertions } from '../../src/summary/sequence-matcher.js';
import { readJson } from '../support/fixtures.js';

const cases = readJson('difflib.json').map((entry, index) => ({ ...entry, index }));

it('knows lists on both sides of autojunk', () => {
  expect(cases.some(({ b }) => b.length < 200)).toBe(true);
  expect(cases.some(({ b }) => b.length >= 200)).toBe(true);
});

it.each(cases)(
  "inserts what Python's difflib does: list $index",
  ({ a, b, insertions: ranges }) => {
    expect(insertions(a, b)).toEqual(ranges);
  },
);
