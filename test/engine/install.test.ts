import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  installTensorflow,
  isInstalled,
  removeTensorflow,
} from '../../src/engine/install/install.js';
import { runTool } from '../../src/engine/install/tools.js';
import { pretendNativeEngine } from '../support/native.js';

const NEVER = new AbortController().signal;
const path = process.env['PATH'];
let home: string;
let folder: string;
let steps: string[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'se-resnet-install-'));
  folder = join(home, 'engines', 'tensorflow');
  steps = [];
  mkdirSync(join(home, 'bin'));
  // Node's own folder may hold npm too: only what a test puts there is found.
  process.env['PATH'] = join(home, 'bin');
});

afterEach(() => {
  process.env['PATH'] = path;
  rmSync(home, { recursive: true, force: true });
});

/** A program on the PATH that is this shell script. */
function tool(name: string, script: string): void {
  const file = join(home, 'bin', name);
  writeFileSync(file, `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`);
  chmodSync(file, 0o755);
}

/** An npm that installs a package which cannot download its library. */
function npmWithoutLibrary(): void {
  tool(
    'npm',
    `mkdir -p node_modules/@tensorflow/tfjs-node/scripts
     echo '{"version":"4.22.0"}' > node_modules/@tensorflow/tfjs-node/package.json
     echo 'process.exit(1)' > node_modules/@tensorflow/tfjs-node/scripts/install.js`,
  );
}

function install(signal: AbortSignal = NEVER): Promise<string> {
  return installTensorflow({ folder, signal, step: (what) => steps.push(what) });
}

describe('installTensorflow', () => {
  it('says that it is there, and does nothing', async () => {
    pretendNativeEngine(home);
    expect(await install()).toBe('present');
    expect(steps).toEqual([]);
  });

  it('names the step that failed and what it wrote, and leaves nothing behind', async () => {
    tool('npm', 'echo first; echo "npm error: no such host" >&2; exit 1');
    await expect(install()).rejects.toThrow(
      /^npm install .* failed: first npm error: no such host$/,
    );
    expect(readdirSync(join(home, 'engines'))).toEqual([]);
  });

  it('names every tool that a build lacks, and leaves nothing behind', async () => {
    npmWithoutLibrary();
    tool('make', 'exit 0');
    await expect(install()).rejects.toMatchObject({
      message:
        'Building the native engine needs python3, pip (python3 -m pip), a C++ compiler (c++), ' +
        'which this machine lacks.',
      hint: 'On Debian and Ubuntu: apt-get install python3 python3-pip g++ make',
    });
    expect(readdirSync(join(home, 'engines'))).toEqual([]);
  });

  it('refuses an engine whose convolution does not run, and leaves nothing behind', async () => {
    tool(
      'npm',
      `at=node_modules/@tensorflow/tfjs-node; mkdir -p $at/scripts
       echo '{"version":"4.22.0"}' > $at/package.json
       echo 'const fs = require("fs"); fs.mkdirSync("lib/napi-v8", { recursive: true });
             fs.writeFileSync("lib/napi-v8/tfjs_binding.node", "")' > $at/scripts/install.js`,
    );
    await expect(install()).rejects.toThrow(/verify\.js .* failed/);
    expect(steps.at(-1)).toBe('Checking a convolution');
    expect(readdirSync(join(home, 'engines'))).toEqual([]);
  });

  it('ends what it runs before it cleans up, when it is interrupted', async () => {
    // What it has started in turn would make the folder anew.
    tool(
      'npm',
      `here=$PWD; (while true; do mkdir -p $here; date > $here/written; done) &
       touch ${home}/started; wait`,
    );
    const controller = new AbortController();
    const installing = install(controller.signal);
    while (!existsSync(join(home, 'started'))) await setTimeout(20);
    controller.abort(new Error('stop'));
    await expect(installing).rejects.toThrow('stop');
    await setTimeout(200);
    expect(readdirSync(join(home, 'engines'))).toEqual([]);
  });

  it('takes away what an installation left that was killed', async () => {
    const abandoned = join(home, 'engines', '.installing-999999999-x');
    mkdirSync(abandoned, { recursive: true });
    tool('npm', 'exit 1');
    await expect(install()).rejects.toThrow();
    expect(existsSync(abandoned)).toBe(false);
  });

  it('leaves an installation alone that is still at work', async () => {
    const other = join(home, 'engines', `.installing-${String(process.pid)}-x`);
    mkdirSync(other, { recursive: true });
    tool('npm', 'exit 1');
    await expect(install()).rejects.toThrow();
    expect(existsSync(other)).toBe(true);
  });
});

describe('removeTensorflow', () => {
  it('takes it away, and says whether it was there', async () => {
    pretendNativeEngine(home);
    expect(isInstalled(folder)).toBe(true);
    expect(await removeTensorflow(folder)).toBe(true);
    expect(existsSync(folder)).toBe(false);
    expect(await removeTensorflow(folder)).toBe(false);
  });
});

describe('isInstalled', () => {
  it('is true through a link to the folder', () => {
    pretendNativeEngine(home);
    symlinkSync(home, join(home, 'link'));
    expect(isInstalled(join(home, 'link', 'engines', 'tensorflow'))).toBe(true);
  });

  it('is false if only a folder above holds the package', () => {
    pretendNativeEngine(home);
    const below = join(folder, 'below');
    mkdirSync(below);
    expect(isInstalled(below)).toBe(false);
  });

  it('is false without the native library', () => {
    pretendNativeEngine(home);
    rmSync(join(folder, 'node_modules', '@tensorflow', 'tfjs-node', 'lib'), { recursive: true });
    expect(isInstalled(folder)).toBe(false);
  });
});

describe('runTool', () => {
  it('says which program is not there', async () => {
    await expect(runTool('no-such-tool', ['x'], { cwd: home, signal: NEVER })).rejects.toThrow(
      'no-such-tool x failed: spawn no-such-tool ENOENT',
    );
  });
});
