import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { onnxruntime } from '../../src/engine/onnx/onnxruntime.js';
import { tensorflow } from '../../src/engine/tfjs/tensorflow.js';

// `npm test` builds what is run.

const BIN = fileURLToPath(new URL('../../bin/se-resnet.js', import.meta.url));
const META = 'try --engine meta, which computes shapes alone.';

/** A small pass under a limit of the shell's `ulimit`. */
function under(
  limit: string,
  engine: string,
  model = '--depth 10 --input-size 1x3x64x64',
): { status: number | null; out: string; err: string } {
  const flags = `${model} --print params`;
  const command = `ulimit ${limit}; exec "$0" "$1" summary ${flags} --engine ${engine}`;
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', command, process.execPath, BIN], {
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
}

describe.skipIf(!existsSync('/proc/self/limits'))('under a limit on address space', () => {
  it.each(['-v 3000000', '-v 8000000'])('%s, wasm says so in a sentence', (limit) => {
    const { status, out, err } = under(limit, 'wasm');
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(
      /^error: --engine wasm is not available: WebAssembly's memory takes more than \d\.\d\d GB of address space \(ulimit -v\)\.\nNODE_OPTIONS=--disable-wasm-trap-handler makes it do with less\. Raise the limit, or .*\n$/,
    );
    expect(err).toContain(META);
  });

  it('wasm does with less, on one thread, by the option that is named', () => {
    const limit = '-v 4000000; export NODE_OPTIONS=--disable-wasm-trap-handler';
    expect(under(limit, 'wasm')).toEqual({ status: 0, out: '5455652\n', err: '' });
  });

  it.each([
    '-v 1000000; export NODE_OPTIONS=--disable-wasm-trap-handler',
    '-d 120000',
    '-d 160000',
  ])('%s, wasm refuses a pass that would end the process, or not end', (limit) => {
    const { status, out, err } = under(limit, 'wasm', '--depth 50');
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(
      /^error: --engine wasm is not available: WebAssembly's memory takes more than .*\n.*\n$/,
    );
  });

  it.skipIf(!tensorflow.status().ready).each(['-v 1200000', '-v 1500000', '-v 1700000'])(
    '%s, tensorflow says so in a sentence, or works',
    (limit) => {
      const { status, out, err } = under(limit, 'tensorflow');
      if (status === 0) {
        expect([out, err]).toEqual(['5455652\n', '']);
        return;
      }
      expect([status, out]).toEqual([2, '']);
      expect(err).toMatch(
        /^error: --engine tensorflow is not available: its library and this pass need more than \d\.\d\d GB of address space \(ulimit -v\)\.\nRaise the limit, or .*\n$/,
      );
    },
  );

  it.skipIf(!onnxruntime.status().ready).each(['-v 800000', '-v 1200000', '-d 200000'])(
    '%s, onnxruntime says so in a sentence, or works',
    (limit) => {
      const { status, out, err } = under(limit, 'onnxruntime', '--depth 50');
      if (status === 0) {
        expect([out, err]).toEqual(['28080344\n', '']);
        return;
      }
      expect([status, out]).toEqual([2, '']);
      expect(err).toMatch(
        /^error: --engine onnxruntime is not available: its library and this pass need more than \d\.\d\d GB of (address space|data) \(ulimit -[vd]\)\.\nRaise the limit, or .*\n$/,
      );
    },
  );

  it.skipIf(!tensorflow.status().ready)('auto says of each engine why it does not work', () => {
    const { status, out, err } = under('-v 1200000', 'auto');
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(
      /^error: No engine is available: (onnxruntime: .*; )?tensorflow: .*; wasm: .*\.\n.*\n$/,
    );
  });
});

describe('more threads than there are processors', () => {
  it.each(['100000', '2147483647'])('%s: all of them, and it says so', (n) => {
    const flags = ['--depth', '10', '--input-size', '1x3x64x64', '--print', 'params'];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [BIN, 'summary', ...flags, '--threads', n],
      { encoding: 'utf8' },
    );
    expect([status, stdout]).toEqual([0, '5455652\n']);
    expect(stderr).toMatch(
      new RegExp(
        `^note: --threads ${n} is more than the \\d+ processors? here; running on \\d+\\.\\n$`,
      ),
    );
  });
});
