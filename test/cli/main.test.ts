import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import { run } from '../support/run.js';
import { temporaryFolder, workIn } from '../support/temporary.js';

describe('the program', () => {
  it("prints the package's version", async () => {
    const manifest: unknown = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    );
    for (const flag of ['--version', '-V']) {
      const { stdout, stderr, exitCode } = await run([flag]);
      expect(manifest).toHaveProperty('version', stdout.trimEnd());
      expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
      expect([stderr, exitCode]).toEqual(['', 0]);
    }
  });

  it.each([[['--help']], [['-h']], [['help']], [[]]])('prints its help: %j', async (args) => {
    const { stdout, stderr, exitCode } = await run(args);
    expect(stdout).toMatch(/^Usage: se-resnet \[options\] \[command\]\n/);
    expect(stdout).toMatch(/^ {2}summary +run a model/m);
    expect([stderr, exitCode]).toEqual(['', 0]);
  });

  it.each([[['summary', '--help']], [['help', 'summary']]])(
    "prints a command's help: %j",
    async (args) => {
      const { stdout, stderr, exitCode } = await run(args);
      expect(stdout).toMatch(/^Usage: se-resnet summary \[options\] \[model\]\n/);
      for (const flag of ['--depth', '--input-size', '--freeze', '--col-names', '--json']) {
        expect(stdout).toContain(`  ${flag} `);
      }
      expect([stderr, exitCode]).toEqual(['', 0]);
    },
  );

  it.each([
    [
      ['sumary'],
      'se-resnet takes summary, check, compare, list or engines, but was given "sumary".\n' +
        'Did you mean summary?',
    ],
    [['50'], 'se-resnet takes summary, check, compare, list or engines, but was given "50".'],
    [['summary', '50'], 'There is no model "50".\nDid you mean --depth 50?'],
    [['engines', 'wasm'], 'engines takes install or remove, or flags alone, but was given "wasm".'],
    [
      ['engines', 'instal'],
      'engines takes install or remove, or flags alone, but was given "instal".\n' +
        'Did you mean install?',
    ],
  ])('tells which word is too many: %j', async (args, message) => {
    expect(await run(args)).toEqual({ stdout: '', stderr: `error: ${message}\n`, exitCode: 2 });
  });

  it.each([
    [['summary', '--dept', '50'], "error: unknown option '--dept'\n(Did you mean --depth?)"],
    [['summary', '--depth'], "error: option '--depth <layers>' argument missing"],
    [['summray'], 'error: '],
    [['__proto__'], 'error: se-resnet takes summary, check, compare, list or engines, but'],
    [['constructor'], 'error: se-resnet takes summary, check, compare, list or engines, but'],
  ])('answers a typo without a stack: %j', async (args, start) => {
    const result = await run(args);
    expect(result.stderr.startsWith(start)).toBe(true);
    expect(result.stderr).not.toMatch(/^\s+at /m);
    expect(result.stdout).toBe('');
    expect(result.exitCode).toBe(2);
  });

  it('says what the system has no more of', async () => {
    const written: string[] = [];
    const used = Object.assign(new Error('EMFILE: too many open files, open x'), {
      code: 'EMFILE',
      syscall: 'open',
    });
    const exitCode = await main({
      argv: ['node', 'se-resnet', '--version'],
      env: {},
      stdout: {
        on: () => undefined,
        write: () => {
          throw used;
        },
      },
      stderr: { on: () => undefined, write: (text) => written.push(text) > 0 },
    });
    expect(written).toEqual(['error: The program cannot go on: too many files are open.\n']);
    expect(exitCode).toBe(2);
  });

  it('shows no stack unless DEBUG asks for it', async () => {
    const wrong = ['summary', '--depth', '51'];
    expect((await run(wrong)).stderr).not.toMatch(/^\s+at /m);
    expect((await run(wrong, { env: { DEBUG: 'se-resnet' } })).stderr).toMatch(/^\s+at /m);
  });
});

/** The examples of a help text: what follows `$ se-resnet`, without what is said of it or done with it. */
function examplesIn(help: string): string[] {
  return [...help.matchAll(/^ {2}\$ se-resnet (.*)$/gm)].map(([, example = '']) =>
    example.replace(/ {2,}.*$| > .*$/, ''),
  );
}

describe('the examples in the help', async () => {
  const { stdout: summaryHelp } = await run(['summary', '--help']);
  const { stdout: help } = await run(['--help']);
  const examples = [...examplesIn(summaryHelp), ...examplesIn(help)].filter((example) =>
    example.startsWith('summary'),
  );

  it('are there', () => {
    expect(examples.length).toBeGreaterThanOrEqual(8);
  });

  it.each(examples)('%s', async (example) => {
    const args = example.split(' ');
    // An example may write a file where it is run.
    const folder = temporaryFolder();
    workIn(folder);
    // A real pass gives the same; here only the arguments matter.
    const result = await run([...args, ...(args.includes('--help') ? [] : ['--engine', 'meta'])]);
    expect(result.stderr).toBe('');
    if (args.includes('-o')) expect(readdirSync(folder)).toEqual([args.at(-1)]);
    else expect(result.stdout).not.toBe('');
    expect(result.exitCode).toBe(0);
  });
});
