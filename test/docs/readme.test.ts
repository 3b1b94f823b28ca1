import { existsSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { run } from '../support/run.js';
import { temporaryFolder, workIn } from '../support/temporary.js';
import { blocksOf } from './blocks.js';

const BLOCKS = blocksOf('README.md');

function blocksIn(language: string): string[] {
  return BLOCKS.filter((block) => block.language === language).map(({ text }) => text);
}

/** What is typed after `se-resnet`, without a comment, and the file that the output goes to. */
interface Typed {
  readonly args: string[];
  readonly file: string | undefined;
}

function typedIn(block: string): Typed[] {
  return [...block.matchAll(/(?:^|\()se-resnet ([^\n#)]*)/gm)].map(([, text = '']) => {
    const [words = '', file] = text.split('>').map((part) => part.trim());
    return { args: words.split(/ +/), file };
  });
}

it('starts with what the program prints', async () => {
  const [, command = '', shown] =
    /^\$ se-resnet (.*)\n(.*)$/s.exec(blocksIn('console')[0] ?? '') ?? [];
  const { stdout } = await run([...command.split(' '), '--engine', 'meta']);
  expect(shown).toBe(stdout);
});

it('shows commands that work', async () => {
  workIn(temporaryFolder());
  // What people have when they compare.
  await run(['summary', '--depth', '18', '--engine', 'meta', '--json', '-o', 'before.json']);
  await run(['summary', '--depth', '34', '--engine', 'meta', '--json', '-o', 'after.json']);
  const typed = blocksIn('sh')
    .flatMap(typedIn)
    .filter(({ args }) => args[0] !== 'engines');
  const commands = new Set(typed.map(({ args }) => args[0]));
  expect([...commands].sort()).toEqual(['check', 'compare', 'list', 'summary']);
  expect(typed.length).toBeGreaterThanOrEqual(15);
  for (const { args, file } of typed) {
    const shapes = args[0] === 'summary' && !args.includes('--engine') ? ['--engine', 'meta'] : [];
    const { stdout, stderr, exitCode } = await run([...args, ...shapes]);
    expect([args.join(' '), stderr, exitCode]).toEqual([args.join(' '), '', 0]);
    if (file !== undefined) writeFileSync(file, stdout);
  }
  expect(existsSync('se-resnet-50.json')).toBe(true);
});

it('shows a configuration that works', async () => {
  workIn(temporaryFolder());
  const [configuration = ''] = blocksIn('jsonc');
  writeFileSync('se-resnet.config.json', configuration);
  expect((await run(['check', '--update'])).exitCode).toBe(0);
  const { stdout, stderr, exitCode } = await run(['check']);
  expect([stderr, exitCode]).toEqual(['', 0]);
  expect(stdout).toContain('2 models checked, all held.');
});

it('shows what documents say of a model', async () => {
  const [shown = ''] = blocksIn('json');
  const { stdout } = await run(['summary', '--engine', 'meta', '--json']);
  const parse: (text: string) => { model: object } = JSON.parse;
  expect(parse(`{ "model": ${shown} }`).model).toEqual(parse(stdout).model);
});

it('names the JSON Schemas that the package has, by their path too', () => {
  const [configuration = ''] = blocksIn('jsonc');
  const [, path = ''] = /"\.\/node_modules\/se-resnet\/(.*)"/.exec(configuration) ?? [];
  expect(existsSync(new URL(`../../${path}`, import.meta.url))).toBe(true);
});
