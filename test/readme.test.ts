import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { run } from './support/run.js';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

it('starts with what the program prints', async () => {
  const [, command = '', shown] = /```console\n\$ se-resnet (.*)\n([^`]*)```/.exec(README) ?? [];
  const { stdout } = await run([...command.split(' '), '--engine', 'meta']);
  expect(shown).toBe(stdout);
});

it('shows commands that work', async () => {
  const commands = [...README.matchAll(/^se-resnet (summary [^\n#>]*)/gm)].map(([, text = '']) =>
    text.trim().split(' '),
  );
  expect(commands.length).toBeGreaterThanOrEqual(8);
  for (const args of commands) {
    const { stderr, exitCode } = await run([...args, '--engine', 'meta']);
    expect([args.join(' '), stderr, exitCode]).toEqual([args.join(' '), '', 0]);
  }
});
