import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../support/user-folder.js';
import { blocksOf } from './blocks.js';

/*
 * The examples of CONTRIBUTING.md, all applied to one copy of the sources: a block of TypeScript is the
 * file that its first line names, a diff changes files that are there, and what a command prints is
 * what it prints in the copy.
 */

const BLOCKS = blocksOf('CONTRIBUTING.md');
const FILES = BLOCKS.filter(({ language }) => language === 'ts');
const DIFFS = BLOCKS.filter(({ language }) => language === 'diff');
const COMMANDS = BLOCKS.filter(({ language }) => language === 'console').map(({ place, text }) => {
  const [, command = '', output = ''] = /^\$ (.*)\n([^]*)$/.exec(text) ?? [];
  return { place, command, output };
});

describe('CONTRIBUTING.md', () => {
  const folder = mkdtempSync(join(tmpdir(), 'se-resnet-contributing-'));

  beforeAll(() => {
    for (const part of ['src', 'bin', 'package.json', 'tsconfig.json']) {
      cpSync(join(ROOT, part), join(folder, part), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
    for (const { text } of FILES) {
      const [, path = ''] = /^\/\/ (src\/\S+)\n/.exec(text) ?? [];
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text, { flag: 'wx' });
    }
    for (const { place, text } of DIFFS) applyDiff(text, place, folder);
    const options = { cwd: folder, encoding: 'utf8' } as const;
    const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'build'], options);
    if (status !== 0) throw new Error(`the examples do not build:\n${stdout}${stderr}`);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('has a worked example of everything of which there are several', () => {
    const text = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
    const headings = [...text.matchAll(/^### (.*)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual([
      'An architecture',
      'An operation',
      'A column',
      'A format',
      'An engine',
      'A total',
      'A command',
    ]);
    expect(COMMANDS.length).toBe(headings.length + 1);
  });

  it('lists every room, in the order of the linter', () => {
    const text = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
    const listed = [...text.matchAll(/^\| `([\w.]+)\/?` /gm)].map(([, room = '']) => room);
    const rooms = readdirSync(join(ROOT, 'src'));
    expect([...listed].sort()).toEqual(rooms.sort());
    const config = readFileSync(join(ROOT, 'eslint.config.js'), 'utf8');
    const [, order = ''] = /const ROOMS = \[\n(.*?)^\];/ms.exec(config) ?? [];
    const ordered = [...order.matchAll(/'(\w+)'/g)].map(([, room = '']) => room);
    expect(listed.map((room) => room.replace('.ts', ''))).toEqual([...ordered, 'build']);
  });

  it.each(COMMANDS)('$place: $command', ({ command, output }) => {
    const [program = '', ...args] = command
      .replace(/^se-resnet/, 'node bin/se-resnet.js')
      .split(' ');
    expect(program).toBe('node');
    const { stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: folder,
      encoding: 'utf8',
    });
    expect({ stdout, stderr }).toEqual({ stdout: output, stderr: '' });
  });
});

/** Applies a diff whose files begin with `--- path` and whose hunks are set apart by `@@`. */
function applyDiff(diff: string, place: string, folder: string): void {
  for (const [, path = '', body = ''] of diff.matchAll(/^--- (\S+)\n(.*?)(?=^--- |$(?![^]))/gms)) {
    const file = join(folder, path);
    const changed = body.split(/^@@\n/m).reduce(
      (text, hunk) => {
        const lines = hunk.trimEnd().split('\n');
        const side = (sign: string): string =>
          lines
            .filter((line) => line.startsWith(' ') || line.startsWith(sign))
            .map((line) => `${line.slice(1)}\n`)
            .join('');
        const [before, after] = [side('-'), side('+')];
        if (text.split(before).length !== 2) {
          throw new Error(`${place}: in ${path} these lines are not there once:\n${before}`);
        }
        return text.replace(before, () => after);
      },
      readFileSync(file, 'utf8'),
    );
    writeFileSync(file, changed);
  }
}
