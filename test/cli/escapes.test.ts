import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../support/run.js';
import { temporaryFolder, workIn } from '../support/temporary.js';

/** What would set a terminal's title, colour its text and clear its screen. */
const CONTROL = '\u001b]0;owned\u0007\u001b[31m\u009b2J';

/** Control characters, except for the line breaks of a report. */
const CONTROLS = /(?!\n)\p{Cc}/u;

/** What GitHub's runner takes for a command. */
const COMMAND = /^\s*::|##\[/m;

describe('text from a file, a name or a flag', () => {
  it.each([
    ['a flag', ['summary', '--depth', CONTROL]],
    ['a flag that does not exist', ['summary', `--${CONTROL}`]],
    ['a command', [CONTROL]],
    ['a command to be helped with', ['help', CONTROL]],
    ['a word too many', ['list', CONTROL]],
    ['a model', ['compare', CONTROL, 'resnet-18']],
    ['a file that is missing', ['check', '--config', CONTROL]],
    ['a file to be written', ['list', '-o', `no\u0007/${CONTROL}`]],
    ['a baseline that is missing', ['check', '--depth', '10', '--baseline', CONTROL]],
    ['state-dict prefixes', ['summary', '--engine', 'meta', '--freeze', CONTROL]],
  ])('reaches the terminal without effect: %s', async (_, args) => {
    for (const env of [{}, { DEBUG: 'se-resnet' }]) {
      const { stdout, stderr, exitCode } = await run(args, { env });
      expect(exitCode).toBeGreaterThan(0);
      expect(stdout + stderr).toMatch(/\\x1b|\\u001b/);
      expect(stdout + stderr).not.toMatch(CONTROLS);
    }
  });

  it('does so from the content of a file', async () => {
    const file = join(temporaryFolder(), 'e.json');
    for (const text of [
      `${CONTROL}{`,
      `{"${CONTROL}": 1}`,
      JSON.stringify([{ [CONTROL]: CONTROL }]),
    ]) {
      writeFileSync(file, text);
      for (const args of [
        ['--depth', '10', '--baseline', file],
        ['--config', file],
      ]) {
        const { stderr, exitCode } = await run(['check', ...args]);
        expect(exitCode).toBe(2);
        expect(stderr).not.toMatch(CONTROLS);
      }
    }
  });
});

describe('a name that is a command to GitHub', () => {
  const NAMES = [
    '::stop-commands::x',
    'x\n::error::p',
    '##[error]x',
    ' ::warning::y',
    'r\r::error::q',
  ];

  it.each(NAMES)('is none in a report: %j', async (name) => {
    const folder = temporaryFolder();
    workIn(folder);
    mkdirSync('b\n::error::p');
    const config = [{ name, depth: 10, baseline: 'b\n::error::p/::x.json', limits: { params: 1 } }];
    writeFileSync('se-resnet.config.json', JSON.stringify(config));
    const summary = join(folder, 'summary.md');
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary };
    for (const args of [[], ['--update'], ['--json'], ['--format', 'markdown'], ['--update']]) {
      const { stdout, stderr, exitCode } = await run(['check', ...args], { env });
      expect(exitCode).toBe(1);
      expect(stdout).not.toMatch(COMMAND);
      const lines = stderr.split('\n').filter((line) => COMMAND.test(line));
      for (const line of lines) expect(line).toMatch(/^::error title=[^:]*::/);
      expect(stdout + stderr).not.toMatch(CONTROLS);
    }
    expect(readFileSync(summary, 'utf8')).not.toMatch(COMMAND);
    expect(readFileSync(summary, 'utf8')).not.toMatch(CONTROLS);
  });
});
