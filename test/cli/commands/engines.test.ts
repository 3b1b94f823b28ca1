import { availableParallelism } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EnginesDocument } from '../../../src/documents/engines.js';
import { parseEngines } from '../../support/documents.js';
import { pretendNativeEngine } from '../../support/native.js';
import { run } from '../../support/run.js';
import { temporaryFolder } from '../../support/temporary.js';

const home = process.env['SE_RESNET_HOME'];
let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
  process.env['SE_RESNET_HOME'] = folder;
});

afterEach(() => {
  if (home === undefined) delete process.env['SE_RESNET_HOME'];
  else process.env['SE_RESNET_HOME'] = home;
});

async function reports(): Promise<Map<string, EnginesDocument['engines'][number]>> {
  const { stdout, stderr, exitCode } = await run(['engines', '--json']);
  expect([stderr, exitCode]).toEqual(['', 0]);
  const { schemaVersion, kind, engines } = parseEngines(stdout);
  expect([schemaVersion, kind]).toEqual([2, 'engines']);
  return new Map(engines.map((report) => [report.name, report]));
}

describe('se-resnet engines', () => {
  it('lists every engine, fastest first', async () => {
    expect([...(await reports()).keys()]).toEqual(['tensorflow', 'wasm', 'meta']);
  });

  it('tells where a ready one runs from, and on how many threads', async () => {
    const found = await reports();
    expect(found.get('wasm')).toMatchObject({
      ready: true,
      version: '4.22.0',
      threads: Math.min(availableParallelism(), 8),
      reason: null,
      remedy: null,
    });
    expect(found.get('wasm')?.path).toMatch(/tfjs-backend-wasm$/);
    expect(found.get('meta')).toMatchObject({ ready: true, path: null, threads: null });
  });

  it('finds the native engine that was installed by itself', async () => {
    pretendNativeEngine(folder);
    const report = (await reports()).get('tensorflow');
    expect(report).toMatchObject({ ready: true, version: '4.22.0', reason: null, remedy: null });
    expect(report?.path).toMatch(/tfjs-node$/);
  });

  it('prints a table without colours into a pipe', async () => {
    const { stdout } = await run(['engines']);
    expect(stdout).toContain('│ wasm ');
    expect(stdout).toContain('part of se-resnet');
    expect(stdout).not.toContain('\u001b');
  });
});

describe('se-resnet engines install and remove', () => {
  it.each(['install', 'remove'])('%s knows one engine', async (verb) => {
    expect(await run(['engines', verb, 'wasm'])).toEqual({
      stdout: '',
      stderr:
        'error: The engine to install or remove is tensorflow, but was given "wasm".\n' +
        'The other engines are part of se-resnet.\n',
      exitCode: 2,
    });
  });

  it('install says that it is there', async () => {
    const at = pretendNativeEngine(folder);
    expect(await run(['engines', 'install', 'tensorflow'])).toEqual({
      stdout: `tensorflow is installed in ${at} already.\n`,
      stderr: '',
      exitCode: 0,
    });
  });

  it('remove takes it away, and says so if there is none', async () => {
    const at = pretendNativeEngine(folder);
    const first = await run(['engines', 'remove', 'tensorflow']);
    expect(first.stdout).toBe(`tensorflow was removed from ${at}.\n`);
    const second = await run(['engines', 'remove', 'tensorflow']);
    expect(second.stdout).toBe(`There was no tensorflow engine in ${at}.\n`);
  });
});
