import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  install as installBy,
  type InstallResult,
  isInstalled,
  remove as removeBy,
  type RemoveResult,
} from '../../../src/engine/install/install.js';
import { RECIPES } from '../../../src/engine/install/list.js';
import { tensorflowRecipe } from '../../../src/engine/install/tensorflow.js';
import type { Recipe } from '../../../src/engine/install/recipe.js';
import { type NativeEngineName, nativeEngineNames } from '../../../src/engine/native/list.js';
import { rejectionOf } from '../../support/errors.js';
import {
  pretendFirstNativeEngine,
  pretendNativeEngine,
  PRETENDED,
  type PretendedEngine,
} from '../../support/native.js';
import { temporaryFolder } from '../../support/temporary.js';

const NEVER = new AbortController().signal;

/** What npm is told to install for each engine, beside what that needs in turn. */
const DEPENDENCIES: Readonly<Record<NativeEngineName, object>> = {
  onnxruntime: { 'onnxruntime-node': '1.30.0' },
  tensorflow: { '@tensorflow/tfjs-node': '4.22.0', 'node-api-headers': '1.9.0' },
};

const path = process.env['PATH'];
let home: string;
let steps: string[];

beforeEach(() => {
  home = temporaryFolder();
  steps = [];
  mkdirSync(join(home, 'bin'));
  // Node's own folder may hold npm too: only what a test puts there is found.
  process.env['PATH'] = join(home, 'bin');
});

afterEach(() => {
  process.env['PATH'] = path;
});

/** A program on the PATH that is this shell script. */
function tool(name: string, script: string): void {
  const file = join(home, 'bin', name);
  writeFileSync(file, `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`);
  chmodSync(file, 0o755);
}

/** An npm that installs tfjs-node with this as the package's own script. */
function npmWith(script: string): void {
  tool(
    'npm',
    `at=node_modules/@tensorflow/tfjs-node; mkdir -p $at/scripts
     echo '{"version":"4.22.0"}' > $at/package.json
     echo '${script}' > $at/scripts/install.js`,
  );
}

/** An npm that installs the package of an engine with a library that does not load. */
const BROKEN: Readonly<Record<NativeEngineName, () => void>> = {
  onnxruntime() {
    const { package: at, library } = PRETENDED.onnxruntime;
    tool(
      'npm',
      `at=${at}; mkdir -p "$at/${dirname(library)}"
       echo '{"version":"1.30.0","main":"index.js"}' > $at/package.json
       echo 'require("./${library}")' > $at/index.js
       touch "$at/${library}"`,
    );
  },
  tensorflow() {
    npmWith(`const fs = require("fs"); fs.mkdirSync("lib/napi-v8", { recursive: true });
      fs.writeFileSync("lib/napi-v8/tfjs_binding.node", "")`);
  },
};

function write(...names: string[]): string {
  const file = join(...names);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, 'mine');
  return file;
}

/** How each engine is installed. */
async function recipes(): Promise<{ name: NativeEngineName; recipe: Recipe }[]> {
  return Promise.all(
    nativeEngineNames().map(async (name) => ({ name, recipe: await RECIPES[name]() })),
  );
}

describe.each(await recipes())('$name:', ({ name, recipe }) => {
  const { title, version, package: packagePath, library } = PRETENDED[name];
  const { name: npmName } = recipe.engine.package;
  let folder: string;

  beforeEach(() => {
    folder = join(home, 'engines', name);
  });

  function install(signal: AbortSignal = NEVER, at = folder): Promise<InstallResult> {
    return installBy(recipe, { folder: at, signal, step: (what) => steps.push(what) });
  }

  function remove(): Promise<RemoveResult> {
    return removeBy(recipe, folder);
  }

  function pretend(installation?: string): PretendedEngine {
    return pretendNativeEngine(home, installation, name);
  }

  describe('install', () => {
    it('says that it is there, and does nothing', async () => {
      pretend();
      expect(await install()).toEqual({ outcome: 'present', left: [] });
      expect(steps).toEqual([]);
    });

    it.each<[what: string, damage: (engine: PretendedEngine) => void]>([
      [
        'whose library is cut short',
        ({ library }) => {
          truncateSync(library, 5);
        },
      ],
      [
        'whose library has other bytes',
        ({ library }) => {
          writeFileSync(library, 'nO library');
        },
      ],
      [
        'without its library',
        ({ library }) => {
          rmSync(library);
        },
      ],
      [
        'another file of which is cut short',
        (engine) => {
          truncateSync(join(engine.package, 'package.json'), 3);
        },
      ],
    ])('does not take an engine for whole %s', async (_what, damage) => {
      const engine = pretend();
      damage(engine);
      expect(await isInstalled(folder)).toBe(false);
      tool('npm', 'exit 1');
      await expect(install()).rejects.toThrow('npm ci failed');
      // Until another one is whole, it stays.
      expect(existsSync(engine.installation)).toBe(true);
    });

    it('names the step that failed and what it wrote, and leaves nothing behind', async () => {
      tool('npm', 'echo first; echo "npm error: no such host" >&2; exit 1');
      await expect(install()).rejects.toThrow(/^npm ci failed: first npm error: no such host$/);
      expect(readdirSync(join(home, 'engines'))).toEqual([]);
    });

    it('says that npm is not there', async () => {
      await expect(install()).rejects.toThrow('npm ci failed: it is not installed.');
    });

    it('refuses an engine whose convolution does not run, and leaves nothing behind', async () => {
      BROKEN[name]();
      const error = await rejectionOf(install());
      expect(error).toMatchObject({
        name: 'EngineError',
        code: 'library',
        hint: 'The wasm engine runs everywhere.',
      });
      expect(String(error)).toMatch(
        new RegExp(
          `^EngineError: The ${name} engine that was downloaded does not work here: .*${basename(library)}`,
        ),
      );
      expect(steps.at(-1)).toBe('Checking a convolution');
      expect(readdirSync(join(home, 'engines'))).toEqual([]);
    });

    it('says that the disk has too little room before it fetches anything', async () => {
      tool('npm', `touch "${home}/fetched"; exit 1`);
      const needed = 1e18;
      const greedy = { ...recipe, bytes: () => ({ ...recipe.bytes(), needed }) };
      const error = await rejectionOf(
        installBy(greedy, { folder, signal: NEVER, step: (what) => steps.push(what) }),
      );
      expect(error).toMatchObject({
        name: 'EngineError',
        code: 'disk',
        hint: 'SE_RESNET_HOME names another folder for it.',
      });
      expect(String(error)).toMatch(
        new RegExp(
          `^EngineError: The ${name} engine needs 1000000000\\.00 GB of disk while it is installed, ` +
            `and ${folder} has \\d+\\.\\d\\d GB free\\.$`,
        ),
      );
      expect([steps, existsSync(join(home, 'fetched'))]).toEqual([[], false]);
      expect(readdirSync(join(home, 'engines'))).toEqual([]);
    });

    it('tells its steps as they begin', async () => {
      tool('npm', 'exit 1');
      await expect(install()).rejects.toThrow();
      expect(steps).toEqual([`Downloading ${npmName} ${version} with npm`]);
    });

    it('has npm install what its lock file says', async () => {
      tool(
        'npm',
        `cp package.json package-lock.json "${home}"; echo "$@" > "${home}/args"; exit 1`,
      );
      await expect(install()).rejects.toThrow();
      expect(readFileSync(join(home, 'args'), 'utf8')).toMatch(/^ci .*--ignore-scripts/);
      const parse: (text: string) => unknown = JSON.parse;
      const dependencies = DEPENDENCIES[name];
      expect(parse(readFileSync(join(home, 'package.json'), 'utf8'))).toEqual({
        private: true,
        dependencies,
      });
      expect(parse(readFileSync(join(home, 'package-lock.json'), 'utf8'))).toMatchObject({
        packages: { '': { dependencies } },
      });
    });

    it('ends what it runs before it cleans up, when it is interrupted', async () => {
      // What it has started in turn would make the folder anew.
      tool(
        'npm',
        `here=$PWD/${packagePath}
         (while true; do mkdir -p $here; date > $here/written; done) &
         touch "${home}/started"; wait`,
      );
      const controller = new AbortController();
      const installing = install(controller.signal);
      while (!existsSync(join(home, 'started'))) await setTimeout(20);
      controller.abort(new Error('stop'));
      await expect(installing).rejects.toThrow('stop');
      await setTimeout(200);
      expect(readdirSync(join(home, 'engines'))).toEqual([]);
    });

    it('leaves what else is in its folder as it was, also when it fails', async () => {
      const files = [
        write(folder, 'mine', 'thesis.txt'),
        write(folder, 'node_modules', 'thesis.txt'),
        write(folder, '.installing-notes'),
        write(folder, '.installing-123-x', 'thesis.txt'),
        write(folder, `${title}-${version}-mine`, 'thesis.txt'),
      ];
      tool('npm', 'exit 1');
      await expect(install()).rejects.toThrow();
      expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(files.map(() => 'mine'));
      expect(readdirSync(folder).sort()).toEqual(
        [
          '.installing-123-x',
          '.installing-notes',
          'mine',
          'node_modules',
          `${title}-${version}-mine`,
        ].sort(),
      );
    });

    it.each<[what: string, engines: (home: string) => string, reason: string]>([
      ['a file', (at) => write(at, 'file'), 'a part of its path is a file, not a folder'],
      [
        'in a file',
        (at) => join(write(at, 'file'), 'x'),
        'a part of its path is a file, not a folder',
      ],
      ['a name too long', (at) => join(at, 'x'.repeat(256)), 'its path is too long'],
      ['a path too long', (at) => join(at, 'x/'.repeat(1950)), 'its path is too long'],
    ])('refuses %s as its folder with one sentence', async (_what, engines, reason) => {
      const at = join(engines(home), name);
      const error = await rejectionOf(install(NEVER, at));
      expect(error).toMatchObject({
        name: 'EngineError',
        message: `The ${name} engine cannot be installed into ${at}: ${reason}.`,
        hint: 'SE_RESNET_HOME names another folder for it.',
      });
      expect(steps).toEqual([]);
    });

    it.skipIf(!existsSync('/proc/self'))(
      'does not try for ever where no folder can be made',
      async () => {
        const at = `/proc/se-resnet/engines/${name}`;
        await expect(install(NEVER, at)).rejects.toThrow(
          `The ${name} engine cannot be installed into ${at}: the file system does not allow it.`,
        );
      },
    );
  });

  describe('remove', () => {
    it('takes it away, and says whether it was there', async () => {
      pretend();
      expect(await isInstalled(folder)).toBe(true);
      expect(await remove()).toEqual({ removed: true, left: [] });
      expect(existsSync(folder)).toBe(false);
      expect(await remove()).toEqual({ removed: false, left: [] });
    });

    it('takes every installation away, damaged ones too', async () => {
      pretend('one');
      truncateSync(pretend('two').library, 1);
      rmSync(join(pretend('three').installation, 'installed.json'));
      expect(await remove()).toEqual({ removed: true, left: [] });
      expect(existsSync(folder)).toBe(false);
    });

    it('leaves what else is there, and says what stands in its own folders', async () => {
      const engine = pretend();
      const beside = write(folder, 'mine', 'thesis.txt');
      const within = write(engine.library, '..', 'mine', 'thesis.txt');
      expect(await remove()).toEqual({ removed: true, left: [within] });
      expect(readFileSync(within, 'utf8') + readFileSync(beside, 'utf8')).toBe('minemine');
      expect(existsSync(engine.library)).toBe(false);
      expect(await remove()).toEqual({ removed: false, left: [] });
      expect(existsSync(within)).toBe(true);
    });

    it('does not follow a link that has taken the place of a folder', async () => {
      const engine = pretend();
      const elsewhere = join(home, 'elsewhere');
      const [top = '', ...rest] = library.split('/');
      const theirs = write(elsewhere, ...rest);
      rmSync(join(engine.package, top), { recursive: true });
      symlinkSync(elsewhere, join(engine.package, top));
      const { left } = await remove();
      expect(left).toEqual([join(engine.package, top)]);
      expect(readFileSync(theirs, 'utf8')).toBe('mine');
    });

    it('leaves a link to a folder, and what is in that folder besides', async () => {
      const elsewhere = temporaryFolder();
      mkdirSync(join(home, 'engines'));
      symlinkSync(elsewhere, folder);
      const theirs = write(elsewhere, 'thesis.txt');
      pretend();
      expect(await remove()).toEqual({ removed: true, left: [] });
      expect(readdirSync(elsewhere)).toEqual(['thesis.txt']);
      expect(readFileSync(join(folder, 'thesis.txt'), 'utf8')).toBe('mine');
      expect(theirs).toBe(join(elsewhere, 'thesis.txt'));
    });

    it.each([
      ['is no list', '{"kind":"se-resnet-installed-files"}'],
      ['is cut short', '{"kind":"se-resn'],
      [
        'names a file outside',
        '{"kind":"se-resnet-installed-files","folders":[],"links":[],"files":[{"path":"../mine/thesis.txt","size":4}]}',
      ],
      [
        'names an absolute path',
        '{"kind":"se-resnet-installed-files","folders":["/etc"],"links":[],"files":[]}',
      ],
    ])('refuses a list that %s', async (_what, list) => {
      const engine = pretend();
      const theirs = write(folder, 'mine', 'thesis.txt');
      writeFileSync(join(engine.installation, 'files.json'), list);
      await expect(remove()).rejects.toMatchObject({
        message: `${engine.installation} has no readable list of what was installed there, and so was not removed.`,
        hint: 'Delete it by hand if nothing of yours is in it.',
      });
      expect(existsSync(engine.library) && existsSync(theirs)).toBe(true);
    });

    it('says so if there is a file in place of the folder', async () => {
      write(home, 'engines');
      await expect(remove()).rejects.toThrow(
        `The ${name} engine cannot be removed from ${folder}: a part of its path is a file, not a folder.`,
      );
    });
  });

  describe('isInstalled', () => {
    it('is true through a link to the folder', async () => {
      pretend();
      symlinkSync(home, join(home, 'link'));
      expect(await isInstalled(join(home, 'link', 'engines', name))).toBe(true);
    });

    it('is false if only a folder above holds the package', async () => {
      const { installation } = pretend();
      expect(await isInstalled(join(installation, 'node_modules'))).toBe(false);
    });
  });
});

describe('tensorflow alone', () => {
  let folder: string;

  beforeEach(() => {
    folder = join(home, 'engines', 'tensorflow');
  });

  it('names every tool that a build lacks, and leaves nothing behind', async () => {
    npmWith('process.exit(1)');
    await expect(
      installBy(tensorflowRecipe, { folder, signal: NEVER, step: () => undefined }),
    ).rejects.toMatchObject({
      message:
        'Building the tensorflow engine needs python3, pip (python3 -m pip), a C++ compiler (c++), ' +
        'which this machine lacks.',
      hint: 'On Debian and Ubuntu: apt-get install python3 python3-pip g++',
    });
    expect(readdirSync(join(home, 'engines'))).toEqual([]);
  });

  it('leaves the engine of a release that kept no list, and says so', async () => {
    const at = join(pretendFirstNativeEngine(home), 'node_modules');
    await expect(removeBy(tensorflowRecipe, folder)).rejects.toMatchObject({
      message: `${join(at, '@tensorflow', 'tfjs-node')} was not installed by this release, which keeps a list of what it installs, and so was not removed.`,
      hint: `To remove it, delete ${at} by hand.`,
    });
    expect(existsSync(at)).toBe(true);
  });
});
