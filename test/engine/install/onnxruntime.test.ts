import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  install,
  type InstallResult,
  isInstalled,
  remove,
} from '../../../src/engine/install/install.js';
import { onnxruntimeRecipe } from '../../../src/engine/install/onnxruntime.js';
import { onnxruntime } from '../../../src/engine/onnx/onnxruntime.js';
import { rejectionOf } from '../../support/errors.js';
import { temporaryFolder } from '../../support/temporary.js';

const NEVER = new AbortController().signal;
const path = process.env['PATH'];
let home: string;
let folder: string;
let steps: string[];

beforeEach(() => {
  home = temporaryFolder();
  folder = join(home, 'engines', 'onnxruntime');
  steps = [];
  mkdirSync(join(home, 'bin'));
  // Only what a test puts there is found.
  process.env['PATH'] = join(home, 'bin');
});

afterEach(() => {
  process.env['PATH'] = path;
});

function npm(script: string): void {
  const file = join(home, 'bin', 'npm');
  writeFileSync(file, `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`);
  chmodSync(file, 0o755);
}

function installHere(): Promise<InstallResult> {
  return install(onnxruntimeRecipe, { folder, signal: NEVER, step: (what) => steps.push(what) });
}

const status = onnxruntime.status();
const installed = status.ready ? status.path : '';
const own = `bin/napi-v6/${process.platform}/${process.arch}`;

/** An npm that fetches what the registry has: the installed package, those for other platforms, and more. */
const FETCHES = `
  at=node_modules/onnxruntime-node
  mkdir -p $at/bin/napi-v6/${process.platform} node_modules/adm-zip
  cp -R "${installed}/package.json" "${installed}/dist" $at/
  cp -R "${installed}/${own}" $at/${own}
  cp -R "${join(dirname(installed), 'onnxruntime-common')}" node_modules/
  for other in darwin/other linux/other win32/other; do
    mkdir -p $at/bin/napi-v6/$other; echo x > $at/bin/napi-v6/$other/library
  done
  echo {} > node_modules/adm-zip/package.json`;

describe.skipIf(!status.ready)('an installation of onnxruntime', () => {
  it('keeps what is for this platform, and is whole', async () => {
    npm(FETCHES);
    expect(await installHere()).toEqual({ outcome: 'downloaded', left: [] });
    expect(steps).toEqual([
      'Downloading onnxruntime-node 1.30.0 with npm',
      'Removing what is for other platforms',
      'Checking a convolution',
    ]);
    expect(await isInstalled(folder)).toBe(true);
    const [name = ''] = readdirSync(folder);
    expect(name).toMatch(/^onnxruntime-node-1\.30\.0-[0-9a-f]{12}$/);
    const modules = join(folder, name, 'node_modules');
    const libraries = join(modules, 'onnxruntime-node', 'bin', 'napi-v6');
    expect(readdirSync(modules).sort()).toEqual(['onnxruntime-common', 'onnxruntime-node']);
    expect(readdirSync(libraries)).toEqual([process.platform]);
    expect(readdirSync(join(libraries, process.platform))).toEqual([process.arch]);
    expect(await installHere()).toEqual({ outcome: 'present', left: [] });
    expect(await remove(onnxruntimeRecipe, folder)).toEqual({ removed: true, left: [] });
    expect(existsSync(folder)).toBe(false);
  });

  it('that runs twice at once ends whole, with one engine', async () => {
    npm(`${FETCHES}; sleep 0.3`);
    const outcomes = await Promise.all([installHere(), installHere()]);
    expect(outcomes.map(({ outcome }) => outcome).sort()).toContain('downloaded');
    expect(await isInstalled(folder)).toBe(true);
    await remove(onnxruntimeRecipe, folder);
    expect(existsSync(folder)).toBe(false);
  });
});

describe('where onnxruntime has no library', () => {
  const { arch } = process;

  afterEach(() => {
    Object.defineProperty(process, 'arch', { value: arch });
    vi.resetModules();
  });

  it('nothing is fetched, and no folder is made', async () => {
    npm(`touch "${home}/fetched"`);
    Object.defineProperty(process, 'arch', { value: 'riscv64' });
    vi.resetModules();
    const { onnxruntimeRecipe: recipe } =
      await import('../../../src/engine/install/onnxruntime.js');
    const error = await rejectionOf(
      install(recipe, { folder, signal: NEVER, step: (what) => steps.push(what) }),
    );
    expect(error).toMatchObject({
      name: 'EngineError',
      code: 'platform',
      message:
        'The onnxruntime engine is made for darwin-arm64, linux-arm64, linux-x64, win32-arm64, win32-x64, ' +
        `and this is ${process.platform}-riscv64.`,
      hint: 'The wasm engine runs everywhere.',
    });
    expect([steps, readdirSync(home)]).toEqual([[], ['bin']]);
  });
});

it.runIf(process.platform === 'linux')('what it takes is told in advance', () => {
  const { downloaded, kept, needed } = onnxruntimeRecipe.bytes();
  expect(downloaded).toBe(113e6);
  expect(kept).toBeLessThan(50e6);
  expect(needed).toBeGreaterThan(downloaded + kept);
});
