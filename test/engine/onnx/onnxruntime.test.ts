import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { onnxruntime } from '../../../src/engine/onnx/onnxruntime.js';
import { findPackage } from '../../../src/engine/packages.js';
import { pretendNativeEngine } from '../../support/native.js';
import { setVariable, temporaryFolder, workIn } from '../../support/temporary.js';

const BIN = fileURLToPath(new URL('../../../bin/se-resnet.js', import.meta.url));
const INSTALL = 'se-resnet engines install onnxruntime';
const LIBRARY = `bin/napi-v6/${process.platform}/${process.arch}`;

let project: string;

beforeEach(() => {
  setVariable('SE_RESNET_HOME', temporaryFolder());
  project = temporaryFolder();
  workIn(project);
});

/** Puts a package into the project whose library is none. */
function pretendPackage(version: string, library = LIBRARY): string {
  const folder = join(project, 'node_modules', 'onnxruntime-node');
  mkdirSync(join(folder, library), { recursive: true });
  const manifest = { name: 'onnxruntime-node', version, main: 'index.js' };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'index.js'), 'throw new Error("no such library")');
  writeFileSync(join(folder, library, 'onnxruntime_binding.node'), '');
  return folder;
}

// If one is installed beside this program, that one is found.
describe.skipIf(findPackage('onnxruntime-node') !== null)('the status of onnxruntime', () => {
  it('is that it is missing, and how to get it', () => {
    expect(onnxruntime.status()).toEqual({
      ready: false,
      reason: 'onnxruntime-node is not installed.',
      remedy: INSTALL,
    });
  });

  it.each([
    '1.24.1',
    '1.24.1+20260101.abc-1',
    '1.24.2',
    '1.25.0-dev.3',
    '1.25.0',
    '1.100.0',
    '2.0.0',
  ])("is ready with the project's own: %s", (version) => {
    const path = pretendPackage(version);
    mkdirSync(join(project, 'src', 'nets'), { recursive: true });
    process.chdir(join(project, 'src', 'nets'));
    expect(onnxruntime.status()).toEqual({ ready: true, version, path });
  });

  it.each([
    '1.24.0',
    '1.24.0-dev.7',
    '1.24.1-dev.2',
    '1.24.1-rc.1+7',
    '1.23.2',
    '1.9.10',
    '0.30.0',
  ])("is that the project's own is too old: %j", (version) => {
    const path = pretendPackage(version);
    expect(onnxruntime.status()).toEqual({
      ready: false,
      reason: `onnxruntime-node ${version} in ${path} is older than 1.24.1.`,
      remedy: INSTALL,
    });
  });

  it.each(['{}', '{ "version": 7 }', '{ "version": null }'])(
    "is that the project's own has no version: %s",
    (manifest) => {
      const path = pretendPackage('1.30.0');
      writeFileSync(join(path, 'package.json'), manifest);
      expect(onnxruntime.status()).toEqual({
        ready: false,
        reason: `onnxruntime-node in ${path} has no version.`,
        remedy: INSTALL,
      });
    },
  );

  it.each(['', '{', '{ "version": "1.30.0" } {'])(
    'is that it is missing if its package.json is none: %j',
    (manifest) => {
      writeFileSync(join(pretendPackage('1.30.0'), 'package.json'), manifest);
      expect(onnxruntime.status()).toMatchObject({
        ready: false,
        reason: 'onnxruntime-node is not installed.',
      });
    },
  );

  it("is ready with the project's own if its package.json has a byte order mark", () => {
    const path = pretendPackage('1.30.0');
    writeFileSync(join(path, 'package.json'), '\uFEFF{ "version": "1.30.0" }');
    expect(onnxruntime.status()).toEqual({ ready: true, version: '1.30.0', path });
  });

  it("is that the project's own is for other platforms", () => {
    const path = pretendPackage('1.30.0', 'bin/napi-v6/other/x64');
    expect(onnxruntime.status()).toMatchObject({
      ready: false,
      reason: `onnxruntime-node in ${path} has no library for ${process.platform} on ${process.arch}.`,
    });
  });

  it("is ready with what was installed, if the project's own cannot be used", () => {
    pretendPackage('1.22.0');
    const engine = pretendNativeEngine(process.env['SE_RESNET_HOME'] ?? '', 'one', 'onnxruntime');
    expect(onnxruntime.status()).toEqual({
      ready: true,
      version: '1.30.0',
      path: engine.package,
    });
  });

  it.runIf(process.platform === 'linux')('is found in a folder that has been deleted', () => {
    rmSync(project, { recursive: true });
    expect(onnxruntime.status()).toMatchObject({ ready: false });
  });

  describe('if the library of the project does not load', () => {
    const flags = ['summary', '--depth', '10', '--input-size', '1x3x32x32', '--print', 'params'];

    it('is no obstacle to another engine, with one line', () => {
      const path = pretendPackage('1.30.0');
      const args = [BIN, ...flags];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      expect([status, stdout]).toEqual([0, '5455652\n']);
      expect(stderr).toBe(
        'note: onnxruntime was left out: its library does not load: no such library. ' +
          `To mend it, install onnxruntime-node anew; it is in ${path}.\n`,
      );
    });

    it('is an error with a hint if the engine was named', () => {
      const path = pretendPackage('1.30.0');
      const args = [BIN, ...flags, '--engine', 'onnxruntime'];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toBe(
        'error: --engine onnxruntime is not available: its library does not load: no such library.\n' +
          `To mend it, install onnxruntime-node anew; it is in ${path}.\n`,
      );
    });
  });
});
