import { execFile } from 'node:child_process';
import { readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { findPackage } from '../../../src/engine/packages.js';
import { hasBinding } from '../../../src/engine/tfjs/tensorflow.js';
import { fixture } from '../../support/fixtures.js';
import {
  pretendFirstNativeEngine,
  pretendNativeEngine,
  type PretendedEngine,
} from '../../support/native.js';
import { temporaryFolder } from '../../support/temporary.js';

const BIN = fileURLToPath(new URL('../../../bin/se-resnet.js', import.meta.url));
const CIFAR = ['--depth', '18', '--num-classes', '10', '--input-size', '1x3x32x32'];
const INSTALL = 'se-resnet engines install tensorflow';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program with the native engine that is in a folder. */
async function summaryWith(home: string, ...args: string[]): Promise<Ended> {
  const env = { ...process.env, SE_RESNET_HOME: home };
  const flags = ['summary', ...CIFAR, ...args];
  try {
    const ended = await promisify(execFile)(process.execPath, [BIN, ...flags], { env });
    return { code: 0, ...ended };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && 'stdout' in error && 'stderr' in error)) {
      throw error;
    }
    const { code, stdout, stderr } = error;
    return { code: Number(code), stdout: String(stdout), stderr: String(stderr) };
  }
}

const TABLE = readFileSync(fixture('torchinfo', '1.6', 'depth18-cifar.txt'), 'utf8');

const own = findPackage('@tensorflow/tfjs-node');

// If npm did install the library, that one is taken, and works.
describe.skipIf(own !== null && hasBinding(own))('a native engine', () => {
  describe('that does not load', () => {
    const MEND = `To mend it, run: se-resnet engines remove tensorflow; ${INSTALL}`;

    it('does not stop the command, and is told of', async () => {
      const home = temporaryFolder();
      pretendNativeEngine(home);
      const { code, stdout, stderr } = await summaryWith(home);
      expect([code, stdout]).toEqual([0, TABLE]);
      expect(stderr).toMatch(/^note: tensorflow was left out: its library does not load: .*\n$/);
      expect(stderr).toContain(MEND);
    });

    it.each([
      ['as it was installed', (home: string) => pretendNativeEngine(home).folder],
      ['of a release that kept no list', pretendFirstNativeEngine],
    ])('is an error if it is asked for, which says what mends it: %s', async (_what, pretend) => {
      const home = temporaryFolder();
      pretend(home);
      const { code, stdout, stderr } = await summaryWith(home, '--engine', 'tensorflow');
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(
        /^error: --engine tensorflow is not available: its library does not load: .*tfjs_binding.node.*\n.*\n$/,
      );
      expect(stderr).toContain(`\n${MEND}\n`);
    });
  });

  describe('that is damaged', () => {
    it.each<[what: string, damage: (engine: PretendedEngine) => void, fault: string]>([
      [
        'by half of its library',
        ({ library }) => {
          truncateSync(library, 5);
        },
        'lib/napi-v8/tfjs_binding.node has 5 bytes in place of 10',
      ],
      [
        'by another byte',
        ({ library }) => {
          writeFileSync(library, 'nO library');
        },
        'lib/napi-v8/tfjs_binding.node is not the file that was installed',
      ],
      [
        'by a missing library',
        ({ library }) => {
          rmSync(library);
        },
        'lib/napi-v8/tfjs_binding.node is missing',
      ],
      [
        'by a link in its place',
        ({ library }) => {
          rmSync(library);
          symlinkSync('/dev/zero', library);
        },
        'lib/napi-v8/tfjs_binding.node is missing',
      ],
    ])('%s is not loaded', async (_what, damage, fault) => {
      const home = temporaryFolder();
      const engine = pretendNativeEngine(home);
      damage(engine);
      const reason = `The engine in ${engine.installation} is damaged: ${fault}.`;
      expect(await summaryWith(home, '--engine', 'tensorflow')).toEqual({
        code: 2,
        stdout: '',
        stderr: `error: --engine tensorflow is not available: ${reason}\nTo get it, run: ${INSTALL}\n`,
      });
      expect(await summaryWith(home)).toEqual({
        code: 0,
        stdout: TABLE,
        stderr: `note: tensorflow was left out: ${reason} To get it, run: ${INSTALL}\n`,
      });
    });
  });
});
