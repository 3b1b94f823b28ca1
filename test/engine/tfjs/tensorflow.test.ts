import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { findPackage } from '../../../src/engine/packages.js';
import { hasBinding, tensorflow } from '../../../src/engine/tfjs/tensorflow.js';
import { pretendFirstNativeEngine, pretendNativeEngine } from '../../support/native.js';
import { setVariable, temporaryFolder } from '../../support/temporary.js';

const INSTALL = 'se-resnet engines install tensorflow';
const PACKAGE = join('node_modules', '@tensorflow', 'tfjs-node');

let home: string;

beforeEach(() => {
  home = temporaryFolder();
  setVariable('SE_RESNET_HOME', home);
});

const own = findPackage('@tensorflow/tfjs-node');

// If npm did install the library, that one is taken, and works.
describe.skipIf(own !== null && hasBinding(own))('the status of tensorflow', () => {
  it('is what is missing of the package, and how to get it', () => {
    const reason =
      own === null
        ? '@tensorflow/tfjs-node is not installed.'
        : '@tensorflow/tfjs-node is installed without its native library.';
    expect(tensorflow.status()).toEqual({ ready: false, reason, remedy: INSTALL });
  });

  it('is ready with what was installed', () => {
    const { package: path } = pretendNativeEngine(home);
    expect(tensorflow.status()).toEqual({ ready: true, version: '4.22.0', path });
  });

  describe('of a release that kept no list', () => {
    it('is ready, as long as its library is there', () => {
      const path = join(pretendFirstNativeEngine(home), PACKAGE);
      expect(tensorflow.status()).toEqual({ ready: true, version: '4.22.0', path });
      rmSync(join(path, 'lib'), { recursive: true });
      expect(tensorflow.status()).toEqual({
        ready: false,
        reason: '@tensorflow/tfjs-node is installed without its native library.',
        remedy: INSTALL,
      });
    });

    it('counts after what was installed since, and before what is damaged of that', () => {
      const first = join(pretendFirstNativeEngine(home), PACKAGE);
      const { package: path, library } = pretendNativeEngine(home);
      expect(tensorflow.status()).toMatchObject({ path });
      truncateSync(library, 1);
      expect(tensorflow.status()).toMatchObject({ ready: true, path: first });
    });

    it('is not looked for in the folders above', () => {
      const folder = join(home, 'engines', PACKAGE);
      mkdirSync(join(folder, 'lib', 'napi-v8'), { recursive: true });
      writeFileSync(join(folder, 'package.json'), '{"version":"4.22.0"}');
      writeFileSync(join(folder, 'lib', 'napi-v8', 'tfjs_binding.node'), '');
      expect(tensorflow.status()).toMatchObject({ ready: false });
    });

    it('is an error that says what mends it, if it does not load', () => {
      pretendFirstNativeEngine(home);
      const bin = fileURLToPath(new URL('../../../bin/se-resnet.js', import.meta.url));
      const flags = ['--depth', '18', '--input-size', '1x3x32x32', '--engine', 'tensorflow'];
      const args = [bin, 'summary', ...flags];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(
        /^error: --engine tensorflow is not available: its library does not load: .*tfjs_binding.node.*\n.*\n$/,
      );
      expect(stderr).toContain(
        `\nTo mend it, run: se-resnet engines remove tensorflow; ${INSTALL}\n`,
      );
    });
  });
});

it("has TensorFlow's own libraries beside the binding", () => {
  const { package: path, library } = pretendNativeEngine(home);
  const theirs = join(path, 'deps', 'lib', 'libtensorflow.so.2');
  mkdirSync(dirname(theirs), { recursive: true });
  writeFileSync(theirs, '');
  expect(tensorflow.libraryFiles(path)).toEqual([
    'lib/napi-v8/tfjs_binding.node',
    'deps/lib/libtensorflow.so.2',
  ]);
  rmSync(library);
  expect(tensorflow.libraryFiles(path)).toEqual(['deps/lib/libtensorflow.so.2']);
});
