import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { beginAttempt, removeAbandoned } from '../../../src/engine/install/attempt.js';
import { madeBy } from '../../../src/engine/install/install.js';
import { temporaryFolder } from '../../support/temporary.js';

const PACKAGE = 'node_modules/@tensorflow/tfjs-node';
const MARKER = '.installing.json';
const IS_MADE = madeBy({ lock: 'tfjs-node.lock.json', top: ['wheel'] });

/** Puts a file into a folder, as a tool of an installation or anybody else would. */
function put(...names: string[]): string {
  const file = join(...names);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, 'text');
  return file;
}

interface Owner {
  boot: string;
  namespace: string;
  pid: number;
  began: string;
}

/** Makes it look as if another process had begun an attempt, which has just ended unless it is told. */
async function abandoned(
  parent: string,
  change: Partial<Owner> = { began: 'another' },
): Promise<string> {
  const attempt = await beginAttempt(parent, 'tfjs-node', IS_MADE);
  put(attempt.folder, 'package.json');
  put(attempt.folder, PACKAGE, 'dist', 'index.js');
  const parse: (text: string) => { owner: Owner } = JSON.parse;
  const marker = parse(readFileSync(join(attempt.folder, MARKER), 'utf8'));
  // Its signs of life end.
  await attempt.keep();
  writeFileSync(
    join(attempt.folder, MARKER),
    JSON.stringify({ ...marker, owner: { ...marker.owner, ...change } }),
  );
  return attempt.folder;
}

describe('an attempt', () => {
  it('is taken back, but for what somebody else put there', async () => {
    const parent = temporaryFolder();
    const attempt = await beginAttempt(parent, 'tfjs-node', IS_MADE);
    put(attempt.folder, PACKAGE, 'dist', 'index.js');
    put(attempt.folder, 'wheel', 'requirements.txt');
    const theirs = [
      put(attempt.folder, 'thesis.txt'),
      put(attempt.folder, 'mine', 'thesis.txt'),
      put(attempt.folder, 'node_modules', 'thesis.txt'),
      put(attempt.folder, 'node_modules', '@tensorflow', 'thesis.txt'),
      put(attempt.folder, 'node_modules', 'mine', 'thesis.txt'),
    ];
    await attempt.takeBack();
    expect(theirs.filter((file) => !existsSync(file))).toEqual([]);
    expect(existsSync(join(attempt.folder, PACKAGE))).toBe(false);
    expect(readdirSync(attempt.folder).sort()).toEqual(['mine', 'node_modules', 'thesis.txt']);
  });

  it('gives signs of life', async () => {
    const attempt = await beginAttempt(temporaryFolder(), 'tfjs-node', IS_MADE);
    const time = (): number => statSync(join(attempt.folder, MARKER)).mtimeMs;
    const before = time();
    await setTimeout(500);
    expect(time()).toBeGreaterThan(before + 200);
    await attempt.takeBack();
    expect(existsSync(attempt.folder)).toBe(false);
  });
});

describe('what an installation left that was killed', () => {
  it('is removed', async () => {
    const parent = temporaryFolder();
    await abandoned(parent);
    await removeAbandoned(parent, IS_MADE);
    expect(readdirSync(parent)).toEqual([]);
  });

  it('stays as far as it was put there later, or is older', async () => {
    const parent = temporaryFolder();
    const old = put(parent, 'papers', 'thesis.txt');
    await setTimeout(50);
    const folder = await abandoned(parent);
    await setTimeout(400);
    const theirs = [put(folder, PACKAGE, 'dist', 'thesis.txt'), put(folder, 'thesis.txt')];
    renameSync(join(old, '..'), join(folder, PACKAGE, 'papers'));
    theirs.push(join(folder, PACKAGE, 'papers', 'thesis.txt'));
    await removeAbandoned(parent, IS_MADE);
    expect(theirs.filter((file) => !existsSync(file))).toEqual([]);
    expect(existsSync(join(folder, PACKAGE, 'dist', 'index.js'))).toBe(false);
    expect(existsSync(join(folder, 'package.json'))).toBe(false);
  });

  it('stays while the process is at work', async () => {
    const parent = temporaryFolder();
    const attempt = await beginAttempt(parent, 'tfjs-node', IS_MADE);
    await removeAbandoned(parent, IS_MADE);
    expect(readdirSync(parent)).toHaveLength(1);
    await attempt.takeBack();
  });

  it('stays for a minute if the process cannot be asked for, as in another container', async () => {
    const parent = temporaryFolder();
    const folder = await abandoned(parent, { namespace: 'pid:[1]' });
    const text = readFileSync(join(folder, MARKER), 'utf8');
    await removeAbandoned(parent, IS_MADE);
    expect(readFileSync(join(folder, MARKER), 'utf8')).toBe(text);
    const seconds = Date.now() / 1000 - 61;
    utimesSync(join(folder, MARKER), seconds, seconds);
    await removeAbandoned(parent, IS_MADE);
    expect(existsSync(join(folder, MARKER))).toBe(false);
  });

  it('is known by a marker that it wrote, not by a name', async () => {
    const parent = temporaryFolder();
    const theirs = [
      put(parent, '.installing-notes'),
      put(parent, '.installing-999999-x', 'thesis.txt'),
      put(parent, 'tfjs-node-4.22.0-0123456789ab', 'thesis.txt'),
      put(parent, 'notes', MARKER),
    ];
    await removeAbandoned(parent, IS_MADE);
    expect(theirs.filter((file) => !existsSync(file))).toEqual([]);
  });

  it('is told from that of a process that has its id by now', async () => {
    const parent = temporaryFolder();
    const other = spawn('/bin/sleep', ['60']);
    await once(other, 'spawn');
    await abandoned(parent, { pid: other.pid ?? 0, began: '1' });
    await removeAbandoned(parent, IS_MADE);
    expect(readdirSync(parent)).toEqual([]);
    other.kill();
  });
});
