import { execFile } from 'node:child_process';
import {
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import type { EngineStatus, Executor } from '../../../src/engine/engine.js';
import { environment, readChecked, writeChecked } from '../../../src/engine/native/checked.js';
import { fileStates } from '../../../src/engine/native/file-state.js';
import { NATIVE_ENGINES, nativeEngineNames } from '../../../src/engine/native/list.js';
import type { NativeEngine } from '../../../src/engine/native/native-engine.js';
import { startNative } from '../../../src/engine/native/start.js';
import { findPackage } from '../../../src/engine/packages.js';
import { rejectionOf } from '../../support/errors.js';
import { fixture } from '../../support/fixtures.js';
import { pretendNativeEngine, PRETENDED, type PretendedEngine } from '../../support/native.js';
import { setVariable, temporaryFolder } from '../../support/temporary.js';

const ENGINES = await Promise.all(nativeEngineNames().map((name) => NATIVE_ENGINES[name]()));

/** What each engine is on this machine, before a test says otherwise. */
const READY = ENGINES.map((engine) => ({ engine, status: engine.status() }));

/** An engine that is one of these but for how it loads, and the folders and threads that it was loaded with. */
function loadingBy(
  engine: NativeEngine,
  load: (folder: string, threads: number) => Executor,
): { engine: NativeEngine; loaded: [folder: string, threads: number][] } {
  const loaded: [string, number][] = [];
  const changed: NativeEngine = {
    ...engine,
    load(folder, threads) {
      loaded.push([folder, threads]);
      return new Promise((resolve) => {
        resolve(load(folder, threads));
      });
    },
  };
  return { engine: changed, loaded };
}

const EXECUTOR: Executor = {
  name: 'fake',
  threads: 3,
  execute: () => Promise.reject(new Error('it computes nothing')),
};

describe.each(ENGINES)('starting $name', (engine) => {
  const name = nativeEngineNames().find((known) => known === engine.name) ?? 'tensorflow';
  let pretended: PretendedEngine;
  let status: EngineStatus;

  beforeEach(() => {
    const folder = temporaryFolder();
    setVariable('SE_RESNET_HOME', folder);
    pretended = pretendNativeEngine(folder, 'one', name);
    status = { ready: true, version: '1.0.0', path: pretended.package };
  });

  /** Has it found out that the library works, as it is now. */
  async function know(where = environment()): Promise<void> {
    const path = pretended.package;
    await writeChecked(path, {
      files: fileStates(path, engine.libraryFiles(path)) ?? {},
      environment: where,
    });
  }

  it('is an error if it is not there, with what gets it', async () => {
    const missing: EngineStatus = { ready: false, reason: 'It is gone.', remedy: 'fetch it' };
    const { engine: started, loaded } = loadingBy(engine, () => EXECUTOR);
    expect(await rejectionOf(startNative(started, { threads: 3, status: missing }))).toMatchObject({
      name: 'EngineError',
      code: 'not-installed',
      message: 'It is gone.',
      hint: 'To get it, run: fetch it',
    });
    const hopeless: EngineStatus = { ...missing, remedy: null };
    expect(await rejectionOf(startNative(started, { threads: 3, status: hopeless }))).toMatchObject(
      {
        message: 'It is gone.',
        hint: undefined,
      },
    );
    expect(loaded).toEqual([]);
  });

  it('loads what is known to work, without a trial', async () => {
    await know();
    const { engine: started, loaded } = loadingBy(engine, () => EXECUTOR);
    // Its library would end a trial with an error.
    expect(await startNative(started, { threads: 3, status })).toBe(EXECUTOR);
    expect(loaded).toEqual([[pretended.package, 3]]);
  });

  it.each<[what: string, change: () => Promise<void>]>([
    ['was never tried', () => Promise.resolve()],
    ['worked with another Node or processor', () => know('v1.0.0 x64 abacus')],
    [
      'has been written to since',
      async () => {
        await know();
        writeFileSync(pretended.library, 'NO LIBRARY');
      },
    ],
    [
      'has another time',
      async () => {
        await know();
        utimesSync(pretended.library, 1, 1);
      },
    ],
    [
      'has another file beside it',
      async () => {
        await know();
        writeFileSync(`${pretended.library}.so`, '');
      },
    ],
    [
      'lacks a file that was beside it',
      async () => {
        writeFileSync(`${pretended.library}.so`, '');
        await know();
        rmSync(`${pretended.library}.so`);
      },
    ],
  ])('tries in a process of its own what %s', async (_what, change) => {
    await change();
    const before = readChecked(pretended.package);
    const { engine: started, loaded } = loadingBy(engine, () => EXECUTOR);
    const error = await rejectionOf(startNative(started, { threads: 3, status }));
    expect(error).toMatchObject({
      name: 'EngineError',
      code: 'library',
      hint: `To mend it, run: se-resnet engines remove ${name}; se-resnet engines install ${name}`,
    });
    expect(String(error)).toMatch(/^EngineError: its library does not load: .+\.$/);
    // It is not loaded here, and nothing is noted.
    expect([loaded, readChecked(pretended.package)]).toEqual([[], before]);
  });

  it('says why it did not load here, though it was known to work', async () => {
    await know();
    const cause = new Error('no symbol');
    const { engine: started } = loadingBy(engine, () => {
      throw cause;
    });
    expect(await rejectionOf(startNative(started, { threads: 3, status }))).toMatchObject({
      name: 'EngineError',
      code: 'library',
      message: 'its library does not load: no symbol.',
      hint: `To mend it, run: se-resnet engines remove ${name}; se-resnet engines install ${name}`,
      cause,
    });
  });

  it('tells how to mend what somebody else installed', async () => {
    await know();
    process.env['SE_RESNET_HOME'] = temporaryFolder();
    await know();
    const { engine: started } = loadingBy(engine, () => {
      throw new Error('no symbol');
    });
    expect(await rejectionOf(startNative(started, { threads: 3, status }))).toMatchObject({
      hint: `To mend it, install ${engine.package.name} anew; it is in ${pretended.package}.`,
    });
  });
});

describe.each(READY)('starting $engine.name as it is on this machine', ({ engine, status }) => {
  it.skipIf(!status.ready)('tries it once, and notes that it works', async () => {
    process.env['SE_RESNET_HOME'] = temporaryFolder();
    const path = status.ready ? status.path : '';
    expect(readChecked(path)).toBeNull();
    const { engine: started, loaded } = loadingBy(engine, () => EXECUTOR);
    await startNative(started, { threads: 1, status });
    const files = engine.libraryFiles(path);
    expect(files.length).toBeGreaterThan(0);
    expect(readChecked(path)).toEqual({
      files: fileStates(path, files),
      environment: environment(),
    });
    expect(loaded).toEqual([[path, 1]]);
  });
});

const BIN = fileURLToPath(new URL('../../../bin/se-resnet.js', import.meta.url));
const CIFAR = ['--depth', '18', '--num-classes', '10', '--input-size', '1x3x32x32'];
const TABLE = readFileSync(fixture('torchinfo', '1.6', 'depth18-cifar.txt'), 'utf8');

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program with the native engines that are in a folder. */
async function summaryWith(folder: string, ...args: string[]): Promise<Ended> {
  const env = { ...process.env, SE_RESNET_HOME: folder };
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

/** Whether npm installed one beside this program: that one is taken, and works. */
const isOwn = ENGINES.some((engine) => {
  const own = findPackage(engine.package.name);
  return own !== null && engine.libraryFiles(own.path).some((file) => file.endsWith('.node'));
});

describe.skipIf(isOwn).each(nativeEngineNames())('the command with a %s', (name) => {
  const { library } = PRETENDED[name];
  const install = `se-resnet engines install ${name}`;

  describe('that does not load', () => {
    const mend = `To mend it, run: se-resnet engines remove ${name}; ${install}`;

    it('is not stopped, and tells of it in one line', async () => {
      const folder = temporaryFolder();
      pretendNativeEngine(folder, 'one', name);
      const { code, stdout, stderr } = await summaryWith(folder);
      expect([code, stdout]).toEqual([0, TABLE]);
      expect(stderr).toMatch(
        new RegExp(`^note: ${name} was left out: its library does not load: .*\\n$`),
      );
      expect(stderr).toContain(mend);
      expect(stderr.split('\n')).toHaveLength(2);
    });

    it('says what mends it if it is asked for', async () => {
      const folder = temporaryFolder();
      pretendNativeEngine(folder, 'one', name);
      const { code, stdout, stderr } = await summaryWith(folder, '--engine', name);
      expect([code, stdout]).toEqual([2, '']);
      const [first, ...others] = stderr.split('\n');
      expect(first).toMatch(
        new RegExp(`^error: --engine ${name} is not available: its library does not load: .+\\.$`),
      );
      expect(others).toEqual([mend, '']);
    });
  });

  describe('that is damaged', () => {
    it.each<[what: string, damage: (engine: PretendedEngine) => void, fault: string]>([
      [
        'by half of its library',
        (engine) => {
          truncateSync(engine.library, 5);
        },
        `${library} has 5 bytes in place of 10`,
      ],
      [
        'by another byte',
        (engine) => {
          writeFileSync(engine.library, 'nO library');
        },
        `${library} is not the file that was installed`,
      ],
      [
        'by a missing library',
        (engine) => {
          rmSync(engine.library);
        },
        `${library} is missing`,
      ],
      [
        'by a link in its place',
        (engine) => {
          rmSync(engine.library);
          symlinkSync('/dev/zero', engine.library);
        },
        `${library} is missing`,
      ],
    ])('%s does not load it', async (_what, damage, fault) => {
      const folder = temporaryFolder();
      const engine = pretendNativeEngine(folder, 'one', name);
      damage(engine);
      const reason = `The engine in ${engine.installation} is damaged: ${fault}.`;
      expect(await summaryWith(folder, '--engine', name)).toEqual({
        code: 2,
        stdout: '',
        stderr: `error: --engine ${name} is not available: ${reason}\nTo get it, run: ${install}\n`,
      });
      expect(await summaryWith(folder)).toEqual({
        code: 0,
        stdout: TABLE,
        stderr: `note: ${name} was left out: ${reason} To get it, run: ${install}\n`,
      });
    });
  });
});
