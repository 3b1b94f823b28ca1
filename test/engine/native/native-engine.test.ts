import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { NATIVE_ENGINES, nativeEngineNames } from '../../../src/engine/native/list.js';
import {
  engineFolder,
  installCommand,
  installedStatus,
} from '../../../src/engine/native/native-engine.js';
import { pretendNativeEngine, PRETENDED } from '../../support/native.js';
import { setVariable, temporaryFolder } from '../../support/temporary.js';

let home: string;

beforeEach(() => {
  home = temporaryFolder();
  setVariable('SE_RESNET_HOME', home);
});

it('an engine has a folder of its own, and a command that installs it', () => {
  expect(engineFolder('fast')).toBe(join(home, 'engines', 'fast'));
  expect(installCommand('fast')).toBe('se-resnet engines install fast');
});

describe.each(nativeEngineNames())('what is installed of %s', (name) => {
  const { version, library } = PRETENDED[name];

  it('is nothing if there is no folder, an empty one, or one of somebody else', () => {
    expect(installedStatus(name)).toBeNull();
    const folder = engineFolder(name);
    mkdirSync(join(folder, 'mine', 'node_modules'), { recursive: true });
    writeFileSync(join(folder, 'installed.json'), '{}');
    writeFileSync(join(folder, 'mine', 'installed.json'), '{}');
    expect(installedStatus(name)).toBeNull();
  });

  it('is nothing of another engine', () => {
    for (const other of nativeEngineNames()) {
      if (other !== name) pretendNativeEngine(home, 'one', other);
    }
    expect(installedStatus(name)).toBeNull();
  });

  it('is the package of the whole one, also beside damaged ones', () => {
    truncateSync(pretendNativeEngine(home, 'a', name).library, 1);
    const { package: path } = pretendNativeEngine(home, 'b', name);
    rmSync(pretendNativeEngine(home, 'c', name).library);
    expect(installedStatus(name)).toEqual({ ready: true, version, path });
  });

  it('is damaged if none is whole, with what is wrong and what mends it', () => {
    const engine = pretendNativeEngine(home, 'one', name);
    rmSync(engine.library);
    expect(installedStatus(name)).toEqual({
      ready: false,
      damaged: true,
      reason: `The engine in ${engine.installation} is damaged: ${library} is missing.`,
      remedy: `se-resnet engines install ${name}`,
    });
  });

  it('has libraries, which the links beside them are not', async () => {
    const engine = await NATIVE_ENGINES[name]();
    const pretended = pretendNativeEngine(home, 'one', name);
    const beside = dirname(pretended.library);
    symlinkSync(pretended.library, join(beside, 'a.so'));
    mkdirSync(join(beside, 'folder'));
    writeFileSync(join(beside, 'z.so.2'), '');
    writeFileSync(join(beside, 'a.so.1'), '');
    const at = dirname(library);
    expect(engine.libraryFiles(pretended.package)).toEqual([
      `${at}/a.so.1`,
      library,
      `${at}/z.so.2`,
    ]);
    expect(engine.libraryFiles(home)).toEqual([]);
  });
});
