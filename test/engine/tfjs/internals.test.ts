import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { tensorflow } from '../../../src/engine/tfjs/tensorflow.js';
import {
  defaultSetup,
  guardAllocations,
  loadTfjsNode,
} from '../../../src/engine/tfjs/internals.js';

interface Report {
  threads: number;
  startMs: number;
  backend: string;
  output: string;
  newListeners: number;
  worker: string;
  cpusRestored: boolean;
  liveTensors: number;
  exhausted: { gigabytes: number; said: string } | null;
}

interface Scenario {
  threads: number;
  setup?: { workerSource?: string; gluePath?: string; timeoutMs?: number };
  then?: 'end' | 'throw' | 'reject' | 'exit 3' | 'wait' | 'exhaust';
}

interface Ended {
  report: Report;
  code: number | null;
  signal: NodeJS.Signals | null;
}

const CHILD = fileURLToPath(new URL('wasm-child.js', import.meta.url));

/** Runs wasm-child.js; `interrupt` sends it SIGINT once it has reported. */
function start(scenario: Scenario, interrupt = false): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CHILD, JSON.stringify(scenario)]);
    let stdout = '';
    child.stdout.on('data', (text: Buffer) => {
      stdout += text.toString();
      if (interrupt && stdout.endsWith('\n')) child.kill('SIGINT');
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const parse: (text: string) => Report = JSON.parse;
      resolve({ report: parse(stdout), code, signal });
    });
  });
}

const cores = availableParallelism();

describe('the wasm engine on several threads', () => {
  it.skipIf(cores < 2)('starts them, and leaves the process as it was', async () => {
    const { report, code } = await start({ threads: 2 });
    expect(report).toMatchObject({
      threads: 2,
      backend: 'wasm',
      newListeners: 0,
      worker: 'undefined',
      cpusRestored: true,
      liveTensors: 0,
    });
    expect(code).toBe(0);
  });

  it.skipIf(cores < 2)('computes the same bits as on one', async () => {
    const [one, two, four] = await Promise.all(
      [1, 2, 4].map(async (threads) => (await start({ threads })).report),
    );
    expect([one?.threads, two?.threads, four?.threads]).toEqual([1, 2, 4]);
    expect(two?.output).toBe(one?.output);
    expect(four?.output).toBe(one?.output);
  });

  it('has at most as many as its pool', async () => {
    const { report } = await start({ threads: 64 });
    expect(report.threads).toBe(8);
  });
});

describe('when the threads do not start, one thread runs and the result is the same', () => {
  const failures: Record<string, NonNullable<Scenario['setup']>> = {
    'the worker throws': { workerSource: 'throw new Error("no")' },
    'the worker is no JavaScript': { workerSource: 'this is not JavaScript' },
    'the worker exits': { workerSource: 'process.exit(1)', timeoutMs: 500 },
    'the worker never answers': { workerSource: 'setInterval(() => 0, 1000)', timeoutMs: 500 },
    'the glue is missing': { gluePath: '/nonexistent/glue.js' },
    'the time is up at once': { timeoutMs: 0 },
  };
  for (const [name, setup] of Object.entries(failures)) {
    it(name, async () => {
      const [one, failed] = await Promise.all([
        start({ threads: 1 }),
        start({ threads: 2, setup }),
      ]);
      expect(failed.report).toMatchObject({
        threads: 1,
        backend: 'wasm',
        newListeners: 0,
        worker: 'undefined',
        cpusRestored: true,
      });
      expect(failed.report.output).toBe(one.report.output);
      expect(failed.code).toBe(0);
    });
  }

  it('within the three seconds that a start may take', async () => {
    expect(defaultSetup().timeoutMs).toBe(3000);
    const { report } = await start({
      threads: 2,
      setup: { workerSource: 'setInterval(() => 0, 1e3)' },
    });
    expect(report.threads).toBe(1);
    expect(report.startMs).toBeGreaterThanOrEqual(3000);
    expect(report.startMs).toBeLessThan(5000);
  });
});

for (const threads of [1, 2]) {
  describe(`with ${String(threads)} threads the process ends as it would without the engine`, () => {
    it('exit code', async () => {
      expect((await start({ threads, then: 'exit 3' })).code).toBe(3);
    });

    it('uncaught error', async () => {
      expect((await start({ threads, then: 'throw' })).code).toBe(1);
    });

    it('unhandled rejection', async () => {
      expect((await start({ threads, then: 'reject' })).code).toBe(1);
    });

    it('memory that is used up', async () => {
      const { report, code } = await start({ threads, then: 'exhaust' });
      expect(report.exhausted).toEqual({ gigabytes: 3, said: 'no room for 1073741824' });
      expect(report.liveTensors).toBe(0);
      expect(code).toBe(0);
    });

    it('Ctrl-C', async () => {
      expect(await start({ threads, then: 'wait' }, true)).toMatchObject({
        code: null,
        signal: 'SIGINT',
      });
    });
  });
}

describe('what the files of TensorFlow.js must be like', () => {
  it('are of the version that was looked into', () => {
    const require: (name: string) => { version: string } = createRequire(import.meta.url);
    expect(require('@tensorflow/tfjs-core/package.json').version).toBe('4.22.0');
    expect(require('@tensorflow/tfjs-backend-wasm/package.json').version).toBe('4.22.0');
  });

  it('have the source of a worker that loads the glue it is told of', () => {
    const { workerSource, gluePath } = defaultSetup();
    expect(workerSource).toContain('urlOrBlob');
    expect(workerSource).toContain('importScripts');
    expect(gluePath.endsWith('tfjs-backend-wasm-threaded-simd.js')).toBe(true);
  });
});

const native = tensorflow.status();

describe.skipIf(!native.ready)('what the files of tfjs-node must be like', () => {
  const folder = native.ready ? native.path : '';
  const source = (...file: string[]): string => readFileSync(join(folder, ...file), 'utf8');

  it('are of the version that was looked into', () => {
    expect(native).toMatchObject({ version: '4.22.0' });
  });

  it('take the missing function from util, and tensors from @tensorflow/tfjs', () => {
    const backend = source('dist', 'nodejs_kernel_backend.js');
    expect(backend).toContain('require("util")');
    expect(backend).toContain('util_1.isNullOrUndefined');
    expect(backend).toContain('require("@tensorflow/tfjs")');
    expect(backend).toContain('exports.NodeJSKernelBackend');
    expect(source('dist', 'register_all_kernels.js')).toContain('registerKernel');
  });

  it('give a filter to TensorFlow as it is, with fewer channels than the input or not', () => {
    expect(source('dist', 'kernels', 'FusedConv2D.js')).toContain(
      'conv2dImpl)(x, filter, convInfo, backend)',
    );
    expect(source('dist', 'kernels', 'Conv2D.js')).toContain('opAttrs, [x, filter])');
  });

  it('load, and leave the loading of other modules as it was', () => {
    const before: unknown = Reflect.get(Module, '_load');
    const util: unknown = createRequire(import.meta.url)('node:util');
    const tf = loadTfjsNode(folder);
    expect(tf.findBackendFactory('tensorflow')).toBeTypeOf('function');
    expect(loadTfjsNode(folder)).toBe(tf);
    expect(Reflect.get(Module, '_load')).toBe(before);
    expect(createRequire(import.meta.url)('node:util')).toBe(util);
  });
});

describe('guardAllocations', () => {
  const fail = (bytes: number): Error => new Error(`no room for ${String(bytes)}`);

  const HEAPU8 = new Uint8Array(64);
  /** A module whose allocations all give this address. */
  const guarded = (address: number): { _malloc: (bytes: number) => number } => {
    const wasm = { _malloc: (bytes: number) => address + bytes - bytes, HEAPU8 };
    guardAllocations({ wasm }, fail);
    return wasm;
  };

  it('passes a good address on', () => {
    expect(guarded(16)._malloc(48)).toBe(16);
  });

  it('lets an allocation of nothing have no address', () => {
    expect(guarded(0)._malloc(0)).toBe(0);
  });

  it('turns a failed allocation into an error', () => {
    expect(() => guarded(0)._malloc(21)).toThrow('no room for 21');
  });

  it('refuses an address from which the value would not fit into the memory', () => {
    expect(() => guarded(16)._malloc(49)).toThrow('no room for 49');
    expect(() => guarded(-1)._malloc(2)).toThrow('no room for 2');
  });

  it('refuses what no 32-bit address reaches, which would wrap', () => {
    expect(() => guarded(16)._malloc(2 ** 32)).toThrow('no room for 4294967296');
  });

  it('refuses a backend that is made otherwise', () => {
    expect(() => {
      guardAllocations({ wasm: {} }, fail);
    }).toThrow('the wasm backend has no _malloc and HEAPU8');
  });
});
