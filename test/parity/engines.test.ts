import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { describeEngines } from '../support/engines.js';
import { fixture, readCases } from '../support/fixtures.js';
import { run } from '../support/run.js';

/** The five default tables, and three more whose passes are short. */
const RUN_FOR_REAL = [
  'depth18',
  'depth34',
  'depth50',
  'depth101',
  'depth152',
  'depth18-cifar',
  'depth18-odd-input',
  'depth50-levels4',
];

const CASES = readCases().filter(({ name }) => RUN_FOR_REAL.includes(name));

it('has every table that it is to reproduce', () => {
  expect(new Set(CASES.map(({ name }) => name))).toEqual(new Set(RUN_FOR_REAL));
});

describeEngines("torchinfo's tables from a real pass", ({ name: engine }) => {
  // One release a pass: which one lays out the table has nothing to do with the engine.
  for (const { name, release, args } of CASES.filter((table) => table.release === '1.6')) {
    it(name, async () => {
      const result = await run(['summary', '--engine', engine, ...args, '--torchinfo', release]);
      expect(result.stderr).toBe('');
      expect(result.stdout).toBe(
        readFileSync(fixture('torchinfo', release, `${name}.txt`), 'utf8'),
      );
      expect(result.exitCode).toBe(0);
    });
  }
});
