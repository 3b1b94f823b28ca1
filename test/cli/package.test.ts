import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture } from '../support/fixtures.js';

const execute = promisify(execFile);
const PROJECT = fileURLToPath(new URL('../..', import.meta.url));

describe('the packed tarball', () => {
  const folder = mkdtempSync(join(tmpdir(), 'se-resnet-package-'));
  let files: string[] = [];

  // --loglevel: a machine's npm may have warnings of its own.
  const npx = (...args: string[]) =>
    execute('npx', ['--loglevel=error', '--no-install', 'se-resnet', ...args], { cwd: folder });

  beforeAll(async () => {
    const parse: (text: string) => { filename: string; files: { path: string }[] }[] = JSON.parse;
    // --ignore-scripts: `npm test` has built already, and what it prints would stand before the JSON.
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
    const { stdout } = await execute('npm', args, { cwd: PROJECT });
    const [packed] = parse(stdout);
    if (packed === undefined) throw new Error('npm packed nothing');
    files = packed.files.map(({ path }) => path);
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    const flags = ['--omit=optional', '--prefer-offline', '--no-audit', '--no-fund'];
    await execute('npm', ['install', ...flags, `./${packed.filename}`], { cwd: folder });
  }, 300_000);

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('holds what is needed to run, and no tests', () => {
    for (const needed of ['package.json', 'bin/se-resnet.js', 'dist/joined/shapes.js', 'LICENSE']) {
      expect(files).toContain(needed);
    }
    const surplus = files.filter(
      (path) => !/^(bin\/|dist\/)|^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(path),
    );
    expect(surplus).toEqual([]);
    expect(files.filter((path) => /test|fixture|\.tsbuildinfo/.test(path))).toEqual([]);
  });

  it('prints a table in an empty folder', async () => {
    const { stdout, stderr } = await npx('summary', '--depth', '18', '--engine', 'meta');
    expect(stdout).toBe(readFileSync(fixture('torchinfo', '1.6', 'depth18.txt'), 'utf8'));
    expect(stderr).toBe('');
  });

  it('runs a pass on WebAssembly there, though optional packages are left out', async () => {
    const flags = ['--depth', '18', '--input-size', '1x3x32x32', '--engine', 'wasm', '--json'];
    const { stdout, stderr } = await npx('summary', ...flags);
    expect(JSON.parse(stdout)).toMatchObject({
      engine: { name: 'wasm' },
      model: { name: 'se-resnet-18' },
    });
    expect(stderr).toBe('');
  });
});
