import { expect, it } from 'vitest';
import { DEPRECATED } from '../../../../src/models/zoo/timm/deprecated.js';
import { readZooRows } from '../../../support/zoo.js';

it("has timm's deprecated names, each with the name to type", () => {
  const rows = readZooRows('aliases.tsv').filter(({ kind }) => kind === 'deprecated');
  const expected = rows.map(({ typed, name }) => [typed, name]);
  expect(expected.length).toBeGreaterThan(40);
  expect([...DEPRECATED].sort()).toEqual(expected.sort());
});
