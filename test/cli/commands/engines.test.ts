import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EnginesDocument } from '../../../src/documents/engines.js';
import { parseEngines } from '../../support/documents.js';
import { pretendNativeEngine } from '../../support/native.js';
import { run } from '../../support/run.js';
import { temporaryFolder } from '../../support/temporary.js';

const BIN = fileURLToPath(new URL('../../../bin/se-resnet.js', import.meta.url));

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
    expect([...(await reports()).keys()]).toEqual(['onnxruntime', 'tensorflow', 'wasm', 'meta']);
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

  it('finds onnxruntime that was installed by itself', async () => {
    pretendNativeEngine(folder, 'one', 'onnxruntime');
    const report = (await reports()).get('onnxruntime');
    expect(report).toMatchObject({ ready: true, version: '1.30.0', reason: null, remedy: null });
    expect(report?.path).toMatch(/onnxruntime-node$/);
  });

  it('says of a damaged one what is wrong, and what mends it', async () => {
    const { installation, library } = pretendNativeEngine(folder);
    truncateSync(library, 5);
    expect((await reports()).get('tensorflow')).toMatchObject({
      ready: false,
      reason: `The engine in ${installation} is damaged: lib/napi-v8/tfjs_binding.node has 5 bytes in place of 10.`,
      remedy: 'se-resnet engines install tensorflow',
    });
  });

  it('prints a table without colours into a pipe', async () => {
    const { stdout } = await run(['engines']);
    expect(stdout).toContain('│ wasm ');
    expect(stdout).toContain('part of se-resnet');
    expect(stdout).not.toContain('\u001b');
  });
});

describe('se-resnet engines install and remove', () => {
  it.each(['install', 'remove'])('%s knows the native engines', async (verb) => {
    expect(await run(['engines', verb, 'wasm'])).toEqual({
      stdout: '',
      stderr:
        'error: The engine to install or remove is onnxruntime or tensorflow, but was given "wasm".\n' +
        'The other engines are part of se-resnet.\n',
      exitCode: 2,
    });
  });

  it('install says that it is there', async () => {
    const { folder: at } = pretendNativeEngine(folder);
    expect(await run(['engines', 'install', 'tensorflow'])).toEqual({
      stdout: `tensorflow is installed in ${at} already.\n`,
      stderr: '',
      exitCode: 0,
    });
  });

  it.each(['install', 'remove'])('%s without a name is for the fastest one', async (verb) => {
    const { folder: at } = pretendNativeEngine(folder, 'one', 'onnxruntime');
    const { stdout, exitCode } = await run(['engines', verb]);
    expect(exitCode).toBe(0);
    expect(stdout).toBe(
      verb === 'install'
        ? `onnxruntime is installed in ${at} already.\n`
        : `onnxruntime was removed from ${at}.\n`,
    );
  });

  it('remove takes it away, and says so if there is none', async () => {
    const { folder: at } = pretendNativeEngine(folder);
    const first = await run(['engines', 'remove', 'tensorflow']);
    expect(first.stdout).toBe(`tensorflow was removed from ${at}.\n`);
    const second = await run(['engines', 'remove', 'tensorflow']);
    expect(second.stdout).toBe(`There was no tensorflow engine in ${at}.\n`);
  });

  it('remove says what it left', async () => {
    const engine = pretendNativeEngine(folder);
    const theirs = join(engine.package, 'thesis.txt');
    writeFileSync(theirs, 'mine');
    expect(await run(['engines', 'remove', 'tensorflow'])).toEqual({
      stdout: `tensorflow was removed from ${engine.folder}.\n`,
      stderr: `note: left what install did not make: ${theirs}\n`,
      exitCode: 0,
    });
  });

  it.each(['install', 'remove'])('%s refuses a folder that is a file', async (verb) => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    process.env['SE_RESNET_HOME'] = file;
    const { stdout, stderr, exitCode } = await run(['engines', verb, 'tensorflow']);
    expect([stdout, exitCode]).toEqual(['', 2]);
    const at = join(file, 'engines', 'tensorflow');
    const what = verb === 'install' ? 'installed into' : 'removed from';
    expect(stderr).toContain(
      `error: The tensorflow engine cannot be ${what} ${at}: a part of its path is a file, not a folder.\n` +
        'SE_RESNET_HOME names another folder for it.\n',
    );
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGQUIT', 131],
  ] as const)(
    'an install that %s interrupts takes back what it did, and exits with %i',
    async (signal, code) => {
      const npm = join(folder, 'npm');
      writeFileSync(npm, `#!/bin/sh\nPATH=/usr/bin:/bin\ntouch "${folder}/started"; sleep 60\n`);
      chmodSync(npm, 0o755);
      const home = join(folder, 'home');
      const env = { ...process.env, SE_RESNET_HOME: home, PATH: folder };
      const child = spawn(process.execPath, [BIN, 'engines', 'install', 'tensorflow'], { env });
      let stderr = '';
      child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
      while (!existsSync(join(folder, 'started'))) await setTimeout(20);
      child.kill(signal);
      expect(await once(child, 'close')).toEqual([code, null]);
      expect(stderr).toMatch(/\nerror: Interrupted; what had been done was taken back\.\n$/);
      expect(readdirSync(join(home, 'engines'))).toEqual([]);
    },
  );
});
