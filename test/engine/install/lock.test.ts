import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RECIPES } from '../../../src/engine/install/list.js';
import { madeByNpm, readLock } from '../../../src/engine/install/lock.js';

const RECIPE_LIST = await Promise.all(Object.values(RECIPES).map((load) => load()));

describe.each(RECIPE_LIST)('the lock file of what is installed: $lock', ({ lock, engine }) => {
  const { name, version } = engine.package;

  it('is of the version that the code knows', () => {
    const { packages } = readLock(lock);
    expect(packages[''].dependencies[name]).toBe(version);
    expect(packages[`node_modules/${name}`]?.version).toBe(version);
  });

  it('has a hash of every package, and no address of a registry', () => {
    const parse: (text: string) => { packages: Record<string, { integrity?: string }> } =
      JSON.parse;
    const file = new URL(`../../../src/engine/install/${lock}`, import.meta.url);
    const text = readFileSync(file, 'utf8');
    const packages = Object.entries(parse(text).packages).filter(([path]) => path !== '');
    expect(packages.length).toBeGreaterThan(10);
    expect(
      packages.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? '')),
    ).toEqual([]);
    expect(text).not.toContain('"resolved"');
  });
});

it('tensorflow is installed in the version of the optional dependency', () => {
  const parse: (text: string) => unknown = JSON.parse;
  const own = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  const { name, version } = RECIPE_LIST.find(({ engine }) => engine.name === 'tensorflow')?.engine
    .package ?? { name: '', version: '' };
  expect(parse(own)).toMatchObject({ optionalDependencies: { [name]: version } });
});

it('onnxruntime is no dependency, and not an optional one', () => {
  const own = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  expect(own).not.toContain('onnxruntime-node');
});

describe('what npm makes', () => {
  it.each([
    ['node_modules', true],
    ['node_modules/.bin/rimraf', true],
    ['node_modules/.package-lock.json', true],
    ['node_modules/@tensorflow', true],
    ['node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node', true],
    ['node_modules/node-api-headers', true],
    ['node_modules/thesis.txt', false],
    ['node_modules/@tensorflow/thesis.txt', false],
    ['node_modules/@tensorflow/mine/thesis.txt', false],
    ['node_modules/mine/node_modules/rimraf', false],
  ])('of tfjs-node, %s: %s', (path, made) => {
    expect(madeByNpm('tfjs-node.lock.json')(path)).toBe(made);
  });

  it.each([
    ['node_modules', true],
    ['node_modules/.package-lock.json', true],
    ['node_modules/onnxruntime-node', true],
    ['node_modules/onnxruntime-node/bin/napi-v6/linux/x64/onnxruntime_binding.node', true],
    ['node_modules/onnxruntime-common/dist/cjs/index.js', true],
    ['node_modules/onnxruntime', false],
    ['node_modules/onnxruntime-node.txt', false],
    ['node_modules/@tensorflow/tfjs-node/package.json', false],
    ['node_modules/thesis.txt', false],
  ])('of onnxruntime-node, %s: %s', (path, made) => {
    expect(madeByNpm('onnxruntime-node.lock.json')(path)).toBe(made);
  });
});
