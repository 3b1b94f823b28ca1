import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EnginesDocument } from '../../../src/documents/engines.js';
import { nativeEngineNames } from '../../../src/engine/native/list.js';
import { parseEngines } from '../../support/documents.js';
import { pretendNativeEngine, PRETENDED } from '../../support/native.js';
import { run } from '../../support/run.js';
import { temporaryFolder } from '../../support/temporary.js';

const BIN = fileURLToPath(new URL('../../../bin/se-resnet.js', import.meta.url));

const { SE_RESNET_HOME: home, PATH: path } = process.env;
let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
  process.env['SE_RESNET_HOME'] = folder;
});

afterEach(() => {
  process.env['PATH'] = path;
  if (home === undefined) delete process.env['SE_RESNET_HOME'];
  else process.env['SE_RESNET_HOME'] = home;
});

/** Makes a shell script the only npm on the PATH. */
function pretendNpm(script: string): void {
  const npm = join(folder, 'npm');
  writeFileSync(npm, `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`);
  chmodSync(npm, 0o755);
  process.env['PATH'] = folder;
}

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

  it.each(nativeEngineNames())('finds %s that was installed by itself', async (name) => {
    const { package: path } = pretendNativeEngine(folder, 'one', name);
    const { version } = PRETENDED[name];
    expect((await reports()).get(name)).toEqual({
      name,
      ready: true,
      version,
      path,
      threads: availableParallelism(),
      reason: null,
      remedy: null,
    });
  });

  it.each(nativeEngineNames())(
    'says of a damaged %s what is wrong, and what mends it',
    async (name) => {
      const { installation, library } = pretendNativeEngine(folder, 'one', name);
      truncateSync(library, 5);
      expect((await reports()).get(name)).toEqual({
        name,
        ready: false,
        version: null,
        path: null,
        threads: null,
        reason: `The engine in ${installation} is damaged: ${PRETENDED[name].library} has 5 bytes in place of 10.`,
        remedy: `se-resnet engines install ${name}`,
      });
    },
  );

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

  it.each(['install', 'remove'])('%s without a name is for the fastest one', async (verb) => {
    const { folder: at } = pretendNativeEngine(folder, 'one', 'onnxruntime');
    const { library: other } = pretendNativeEngine(folder, 'one', 'tensorflow');
    expect(await run(['engines', verb])).toEqual({
      stdout:
        verb === 'install'
          ? `onnxruntime is installed in ${at} already.\n`
          : `onnxruntime was removed from ${at}.\n`,
      stderr: '',
      exitCode: 0,
    });
    expect([existsSync(at), existsSync(other)]).toEqual([verb === 'install', true]);
  });

  it.each([
    [[], 'onnxruntime', 113, /, and keeps (26|47|68|73|90) MB there\.$/],
    [['onnxruntime'], 'onnxruntime', 113, /, and keeps (26|47|68|73|90) MB there\.$/],
    [['tensorflow'], 'tensorflow', 300, /, and keeps 860 MB there\.$/],
  ])('install %j says first what it takes', async (args, name, megabytes, end) => {
    const home = join(folder, 'home');
    process.env['SE_RESNET_HOME'] = home;
    pretendNpm('echo "no such host" >&2; exit 1');
    const { stdout, stderr, exitCode } = await run(['engines', 'install', ...args]);
    expect([stdout, exitCode]).toEqual(['', 2]);
    const [first = '', ...others] = stderr.split('\n');
    expect(first).toContain(
      `Installing the ${name} engine into ${join(home, 'engines', name)}: downloads up to ${String(megabytes)} MB, `,
    );
    expect(first).toMatch(end);
    expect(others.join('\n')).toContain('error: npm ci failed: no such host\n');
    expect(readdirSync(join(home, 'engines'))).toEqual([]);
  });

  describe.each(nativeEngineNames())('%s', (name) => {
    it('install says that it is there', async () => {
      const { folder: at } = pretendNativeEngine(folder, 'one', name);
      expect(await run(['engines', 'install', name])).toEqual({
        stdout: `${name} is installed in ${at} already.\n`,
        stderr: '',
        exitCode: 0,
      });
    });

    it('remove takes it away, and says so if there is none', async () => {
      const { folder: at } = pretendNativeEngine(folder, 'one', name);
      const answers = [
        await run(['engines', 'remove', name]),
        await run(['engines', 'remove', name]),
      ];
      expect(answers).toEqual([
        { stdout: `${name} was removed from ${at}.\n`, stderr: '', exitCode: 0 },
        { stdout: `There was no ${name} engine in ${at}.\n`, stderr: '', exitCode: 0 },
      ]);
      expect(existsSync(at)).toBe(false);
    });

    it('remove leaves the other engine', async () => {
      const engines = nativeEngineNames().map((other) => pretendNativeEngine(folder, 'one', other));
      await run(['engines', 'remove', name]);
      expect(engines.map(({ library }) => existsSync(library))).toEqual(
        nativeEngineNames().map((other) => other !== name),
      );
    });

    it('remove says what it left', async () => {
      const engine = pretendNativeEngine(folder, 'one', name);
      const theirs = join(engine.package, 'thesis.txt');
      writeFileSync(theirs, 'mine');
      expect(await run(['engines', 'remove', name])).toEqual({
        stdout: `${name} was removed from ${engine.folder}.\n`,
        stderr: `note: left what install did not make: ${theirs}\n`,
        exitCode: 0,
      });
    });

    it.each(['install', 'remove'])('%s refuses a folder that is a file', async (verb) => {
      const file = join(folder, 'file');
      writeFileSync(file, '');
      process.env['SE_RESNET_HOME'] = file;
      const { stdout, stderr, exitCode } = await run(['engines', verb, name]);
      expect([stdout, exitCode]).toEqual(['', 2]);
      const at = join(file, 'engines', name);
      const what = verb === 'install' ? 'installed into' : 'removed from';
      expect(stderr).toContain(
        `error: The ${name} engine cannot be ${what} ${at}: a part of its path is a file, not a folder.\n` +
          'SE_RESNET_HOME names another folder for it.\n',
      );
    });
  });

  it.each([
    ['tensorflow', 'SIGINT', 130],
    ['onnxruntime', 'SIGINT', 130],
    ['tensorflow', 'SIGTERM', 143],
    ['tensorflow', 'SIGHUP', 129],
    ['tensorflow', 'SIGQUIT', 131],
  ] as const)(
    'an install of %s that %s interrupts takes back what it did, and exits with %i',
    async (name, signal, code) => {
      pretendNpm(`touch "${folder}/started"; sleep 60`);
      const home = join(folder, 'home');
      const env = { ...process.env, SE_RESNET_HOME: home };
      const child = spawn(process.execPath, [BIN, 'engines', 'install', name], { env });
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
