import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refusal, run } from '../../../support/run.js';
import { temporaryFolder, workIn } from '../../../support/temporary.js';

const CONFIG = 'se-resnet.config.json';

/** A new working folder whose configuration has a model for each baseline, named a, b and so on. */
function workWith(baselines: readonly string[], more: object = {}): string {
  const folder = temporaryFolder();
  workIn(folder);
  const models = baselines.map((baseline, index) => ({
    name: 'abc'.charAt(index),
    depth: 10 + 4 * index,
    baseline,
    ...more,
  }));
  writeFileSync(CONFIG, JSON.stringify(models));
  return folder;
}

describe('one file for the baselines of two models', () => {
  it.each([
    ['x.json'],
    ['./x.json'],
    ['sub/../x.json'],
    ['link.json'],
    ['here/x.json'],
    ['absolute'],
  ])('is refused before anything is written, if the other is %s', async (spelling) => {
    const folder = workWith([]);
    mkdirSync('sub');
    symlinkSync('x.json', 'link.json');
    symlinkSync('.', 'here');
    const other = spelling === 'absolute' ? join(folder, 'x.json') : spelling;
    writeFileSync(
      CONFIG,
      JSON.stringify([
        { name: 'a', depth: 10, baseline: 'x.json' },
        { name: 'b', depth: 14, baseline: other },
      ]),
    );
    const { exitCode, stdout, stderr } = await run(['check', '--update']);
    expect(exitCode).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(
      /^error: se-resnet\.config\.json: \[1\] "b" and "a" have one baseline, .*, and each needs its own\.\n$/,
    );
    expect(existsSync('x.json')).toBe(false);
  });
});

describe('--update of several baselines', () => {
  it('writes none if a model cannot be run', async () => {
    workWith(['a.json', 'b.json'], { freeze: ['layer4'] });
    writeFileSync(
      CONFIG,
      JSON.stringify([
        { name: 'a', depth: 10, baseline: 'a.json' },
        { name: 'b', depth: 14, baseline: 'b.json', freeze: ['nothing'] },
      ]),
    );
    const { exitCode, stderr } = await run(['check', '--update']);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`error: ${CONFIG}: [1] "b": "freeze" takes state-dict prefixes, but`);
    expect(existsSync('a.json')).toBe(false);
  });

  it('writes none if one may not be replaced', async () => {
    workWith(['a.json', 'thesis.txt']);
    writeFileSync('thesis.txt', 'mine');
    const { exitCode } = await run(['check', '--update']);
    expect(exitCode).toBe(2);
    expect(existsSync('a.json')).toBe(false);
    expect(readFileSync('thesis.txt', 'utf8')).toBe('mine');
  });

  it('names the place in the configuration', async () => {
    const folder = workWith(['a.json', 'file/b.json']);
    writeFileSync('file', '');
    workIn(folder);
    const { stderr } = await run(['check', '--update']);
    expect(stderr).toMatch(/^error: file\/b\.json cannot be read: /);
    workWith(['a.json', 'thesis.txt']);
    writeFileSync('thesis.txt', 'mine');
    expect(await run(['check', '--update'])).toEqual(
      refusal(
        `${CONFIG}: [1] "b": --update would write over thesis.txt, which is not a baseline.`,
        'Name another file there, or remove this one.',
      ),
    );
    workWith(['a.json', '/proc/x.json']);
    const unwritable = await run(['check', '--update']);
    expect(unwritable.stderr).toMatch(
      /^error: se-resnet\.config\.json: \[1\] "b" names .*proc\/x\.json, which cannot be written: .*\nNothing was changed\.\n$/,
    );
    expect(existsSync('a.json')).toBe(false);
  });

  it('writes none if the report cannot be written, and says so', async () => {
    workWith(['new/a.json', 'b.json']);
    expect(await run(['check', '--update', '-o', 'no/x'])).toEqual(
      refusal(
        '--output names no/x, which cannot be written: its folder does not exist.',
        'Nothing was changed.',
      ),
    );
    expect([existsSync('new'), existsSync('b.json')]).toEqual([false, false]);
  });
});

describe('--update', () => {
  it.each([
    'My notes on "kind": "se-resnet-baseline", which I must not lose.',
    '{ "about": { "kind": "se-resnet-baseline" }, "notes": 1 }',
    '{ "kind": "se-resnet-baseline", "notes": "not a baseline" }',
    '{ "schemaVersion": 2, "kind": "baseline" }',
    '{ "schemaVersion": 2, "kind": "baseline", my notes, } as I wrote them',
    '// { "schemaVersion": 2, "kind": "baseline"',
  ])('writes over nothing that only speaks of baselines: %s', async (text) => {
    const file = join(temporaryFolder(), 'b.json');
    writeFileSync(file, text);
    expect(await run(['check', '--depth', '10', '--baseline', file, '--update'])).toEqual(
      refusal(
        `--update would write over ${file}, which is not a baseline.`,
        'Name another file with --baseline, or remove this one.',
      ),
    );
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});

describe('-o', () => {
  it('is not written over what the command reads', async () => {
    workWith(['x.json']);
    await run(['check', '--update']);
    const before = readFileSync('x.json', 'utf8');
    symlinkSync('x.json', 'link.json');
    const cases = [
      [['--depth', '10', '--baseline', 'x.json', '-o', 'x.json'], 'x.json, which is the baseline'],
      [
        ['--depth', '10', '--baseline', 'x.json', '--update', '-o', 'link.json'],
        'link.json, which is the baseline (x.json)',
      ],
      [['-o', './x.json'], './x.json, which is the baseline of "a" (x.json)'],
      [['-o', CONFIG], `${CONFIG}, which is the configuration`],
      [
        ['--config', CONFIG, '-o', `./${CONFIG}`],
        `./${CONFIG}, which is the configuration (${CONFIG})`,
      ],
    ] as const;
    for (const [args, what] of cases) {
      expect(await run(['check', ...args])).toEqual(
        refusal(`--output names ${what} too, and would be written over.`, 'Name another file.'),
      );
    }
    expect(readFileSync('x.json', 'utf8')).toBe(before);
    expect(await run(['compare', 'x.json', 'resnet-18', '-o', 'link.json'])).toEqual(
      refusal(
        '--output names link.json, which is one of the models to compare (x.json) too, and would be ' +
          'written over.',
        'Name another file.',
      ),
    );
  });
});
