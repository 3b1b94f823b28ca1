import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { madeByNpm, readLock } from '../../../src/engine/install/lock.js';
import { TFJS_NODE } from '../../../src/engine/tfjs/tensorflow.js';

const LOCK = new URL('../../../src/engine/install/tfjs-node.lock.json', import.meta.url);

describe('the lock file of what is installed', () => {
  it('is of the versions that the code knows', () => {
    const { packages } = readLock();
    expect(packages[''].dependencies[TFJS_NODE.name]).toBe(TFJS_NODE.version);
    expect(packages[`node_modules/${TFJS_NODE.name}`]?.version).toBe(TFJS_NODE.version);
    const parse: (text: string) => unknown = JSON.parse;
    const own = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
    expect(parse(own)).toMatchObject({
      optionalDependencies: { [TFJS_NODE.name]: TFJS_NODE.version },
    });
  });

  it('has a hash of every package, and no address of a registry', () => {
    const parse: (text: string) => { packages: Record<string, { integrity?: string }> } =
      JSON.parse;
    const text = readFileSync(LOCK, 'utf8');
    const packages = Object.entries(parse(text).packages).filter(([path]) => path !== '');
    expect(packages.length).toBeGreaterThan(100);
    expect(
      packages.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? '')),
    ).toEqual([]);
    expect(text).not.toContain('"resolved"');
  });

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
  ])('tells that npm makes of %s: %s', (path, made) => {
    expect(madeByNpm()(path)).toBe(made);
  });
});
