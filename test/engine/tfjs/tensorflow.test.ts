import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { findPackage } from '../../../src/engine/packages.js';
import { hasBinding } from '../../../src/engine/tfjs/tensorflow.js';
import { fixture } from '../../support/fixtures.js';
import { pretendNativeEngine } from '../../support/native.js';
import { temporaryFolder } from '../../support/temporary.js';

const BIN = fileURLToPath(new URL('../../../bin/se-resnet.js', import.meta.url));
const CIFAR = ['--depth', '18', '--num-classes', '10', '--input-size', '1x3x32x32'];

/** Runs the program with a native engine whose library does not load. */
function withBrokenLibrary(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const home = temporaryFolder();
  pretendNativeEngine(home);
  const env = { ...process.env, SE_RESNET_HOME: home };
  return promisify(execFile)(process.execPath, [BIN, 'summary', ...CIFAR, ...args], { env });
}

const own = findPackage('@tensorflow/tfjs-node');

// If npm did install the library, that one is taken, and works.
describe.skipIf(own !== null && hasBinding(own))('a native engine that does not load', () => {
  it('does not stop the command', async () => {
    expect(await withBrokenLibrary()).toEqual({
      stdout: readFileSync(fixture('torchinfo', '1.6', 'depth18-cifar.txt'), 'utf8'),
      stderr: '',
    });
  });

  it('is an error if it is asked for, which says why and what mends it', async () => {
    const failed: unknown = await withBrokenLibrary('--engine', 'tensorflow').catch(
      (error: unknown) => error,
    );
    expect(failed).toMatchObject({ code: 2, stdout: '' });
    const stderr = failed instanceof Error && 'stderr' in failed ? String(failed.stderr) : '';
    expect(stderr).toMatch(
      /^error: --engine tensorflow is not available: its library does not load: .*tfjs_binding.node/,
    );
    expect(stderr).toMatch(
      /\nTo mend it, run: se-resnet engines remove tensorflow; se-resnet engines install tensorflow\n$/,
    );
  });
});
