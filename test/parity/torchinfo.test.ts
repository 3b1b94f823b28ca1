import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fixture, readCases } from '../support/fixtures.js';
import { run } from '../support/run.js';

describe('every torchinfo table, from shapes alone', () => {
  for (const { name, release, args } of readCases()) {
    it(`${release} ${name}`, async () => {
      const result = await run(['summary', '--engine', 'meta', ...args, '--torchinfo', release]);
      expect(result.stderr).toBe('');
      expect(result.stdout).toBe(
        readFileSync(fixture('torchinfo', release, `${name}.txt`), 'utf8'),
      );
      expect(result.exitCode).toBe(0);
    });
  }
});

describe("without --torchinfo, the article's release", () => {
  it('is 1.6', async () => {
    const { stdout } = await run(['summary', '--engine', 'meta']);
    expect(stdout).toBe(readFileSync(fixture('torchinfo', '1.6', 'depth50.txt'), 'utf8'));
  });
});
