import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

// What a command loads before it has to. `npm test` builds the files.

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DIST = join(ROOT, 'dist');

const script = (text: string): string => `data:text/javascript,${encodeURIComponent(text)}`;

const HOOKS = script(`
  import { writeSync } from 'node:fs';
  export function load(url, context, next) {
    if (url.startsWith('file:')) writeSync(2, url + '\\n');
    return next(url, context);
  }
`);
const REGISTER = script(`
  import { register } from 'node:module';
  register(${JSON.stringify(HOOKS)});
`);

/** The ES modules that a run of the program loads, in order. */
function modulesLoadedBy(...args: string[]): string[] {
  const bin = join(ROOT, 'bin', 'se-resnet.js');
  const { stderr, status } = spawnSync(process.execPath, ['--import', REGISTER, bin, ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const root = pathToFileURL(ROOT).href;
  return stderr
    .trim()
    .split('\n')
    .map((url) => url.replace(root, ''));
}

const CATALOGUE = join(DIST, 'catalogue.json');

const READS = script(`
  import { createRequire, syncBuiltinESMExports } from 'node:module';
  import { writeSync } from 'node:fs';
  const promises = createRequire(${JSON.stringify(import.meta.url)})('node:fs/promises');
  const { readFile } = promises;
  promises.readFile = (path, ...rest) => {
    writeSync(2, String(path) + '\\n');
    return readFile(path, ...rest);
  };
  syncBuiltinESMExports();
`);

/** The files that a run of the program reads as data. */
function filesReadBy(...args: string[]): string[] {
  const bin = join(ROOT, 'bin', 'se-resnet.js');
  const { stderr, status } = spawnSync(process.execPath, ['--import', READS, bin, ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return stderr.trim().split('\n');
}

/** The packages that a compiled file imports, itself or through others, without asking for them. */
function packagesImportedBy(file: string, seen = new Set<string>()): Set<string> {
  const packages = new Set<string>();
  if (seen.has(file)) return packages;
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, name = ''] of text.matchAll(/^(?:import|export)\b[^;'"]*?['"]([^'"]+)['"];$/gm)) {
    if (name.startsWith('.')) {
      for (const other of packagesImportedBy(join(dirname(file), name), seen)) packages.add(other);
    } else if (!name.startsWith('node:')) {
      packages.add(name);
    }
  }
  return packages;
}

describe('what is loaded at once', () => {
  const own = ['bin/se-resnet.js', 'dist/joined/shapes.js', 'dist/joined/library.js'];

  it.each([
    ['the table', []],
    ['every column and row', ['--verbose', '--col-names', 'input_size,groups,mult_adds,trainable']],
    ['one number', ['--print', 'params']],
  ])('by a shape-only summary is two files and the launcher: %s', (_what, flags) => {
    expect(modulesLoadedBy('summary', '--engine', 'meta', ...flags)).toEqual(own);
  });

  it('by a depth is neither the list of names nor what reads it', () => {
    expect(modulesLoadedBy('summary', '--depth', '50', '--engine', 'meta')).toEqual(own);
    expect(filesReadBy('summary', '--depth', '50', '--engine', 'meta')).not.toContain(CATALOGUE);
    expect(filesReadBy('summary', 'timm/seresnet50', '--engine', 'meta')).toContain(CATALOGUE);
  });

  it('by another command is what it is made of besides', () => {
    const loaded = modulesLoadedBy('list');
    expect(loaded.slice(0, 3)).toEqual(own);
    expect(loaded).toContain('dist/cli/commands/list.js');
    expect(loaded).not.toContain('dist/cli/commands/check/check.js');
  });

  it.each([
    ['timm/seresnet50', /^(?:index|networks|options|timm\/(?!senet|deprecated).*)\.js$/],
    ['legacy_senet154', /^(?:index|networks|options|timm\/(?!resnet|residual|deprecated).*)\.js$/],
    [
      'pytorchcv/seresnet50',
      /^(?:index|networks|options|pytorchcv\/(?:seresnet|common|options|res-unit|se-res-unit))\.js$/,
    ],
    ['torchvision/resnet18', /^(?:index|networks|options|torchvision\/resnet)\.js$/],
    // Its modules are those of the zoo that took them over.
    ['paper/senet-154', /^(?:index|networks|options|pretrainedmodels\/(?:senet|se-module))\.js$/],
  ])('by the name %s is its family, and no other', (name, files) => {
    const loaded = modulesLoadedBy('summary', name, '--engine', 'meta', '--print', 'params');
    expect(loaded.slice(0, 3)).toEqual(own);
    const zoo = loaded.flatMap((file) => /^dist\/models\/zoo\/(.*)$/.exec(file)?.slice(1) ?? []);
    expect(zoo).toContain('networks.js');
    expect(zoo.filter((file) => !files.test(file))).toEqual([]);
  });

  for (const file of [
    'cli/main.js',
    'cli/commands/summary.js',
    'cli/commands/check/check.js',
    'cli/commands/list.js',
  ]) {
    it(`by ${file} is no package that it can do without`, () => {
      expect([...packagesImportedBy(join(DIST, file))]).toEqual([]);
    });
  }

  it('by what reads documents is zod', () => {
    expect([...packagesImportedBy(join(DIST, 'documents/read.js'))]).toContain('zod');
  });

  it('by a script that imports the package is no part of the command', () => {
    const index = pathToFileURL(join(DIST, 'index.js')).href;
    const program = `import(${JSON.stringify(index)}).then(() => console.log(Object.keys(require.cache).join()))`;
    const { stdout, status } = spawnSync(process.execPath, ['-e', program], { encoding: 'utf8' });
    expect([stdout.includes('commander'), status]).toEqual([false, 0]);
  });
});
