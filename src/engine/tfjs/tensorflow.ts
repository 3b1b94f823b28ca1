import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { EngineError } from '../../errors.js';
import { dataFolder } from '../data-folder.js';
import type { Engine, EngineStatus } from '../engine.js';
import { installationsIn } from '../install/manifest.js';
import { environment, readChecked, writeChecked } from '../native/checked.js';
import { faultIn } from '../native/fault.js';
import { fileStates, isUnchanged } from '../native/file-state.js';
import { limitsInWords, tightLimits } from '../native/limits.js';
import { tryInChild } from '../native/trial.js';
import type { ResidentCost } from '../memory.js';
import { findPackage, type InstalledPackage } from '../packages.js';
import { TfjsExecutor, useBackend } from './executor.js';
import { BINDING, loadTfjsNode, type TensorFlow } from './internals.js';
import { FOLDS, growthBytes, peakBytes } from './predict.js';
import type { BackendMemory } from './simulate.js';

/** The package that binds TensorFlow to Node, and the one version of it that is known to work. */
export const TFJS_NODE = { name: '@tensorflow/tfjs-node', version: '4.22.0' };

const MEBIBYTE = 2 ** 20;

/**
 * TensorFlow's allocator for its kernels on a CPU: tsl/framework/bfc_allocator.cc as
 * tensorflow/core/common_runtime/mkl_cpu_allocator.h sets it up. Small requests are malloc's.
 */
const MEMORY: BackendMemory = {
  heap: {
    firstRegionBytes: MEBIBYTE,
    leastRest: (requested) => Math.min(requested, 128 * MEBIBYTE),
  },
  leastBytes: MEBIBYTE / 4,
  sharesArrays: true,
  fuses: false,
  packs: ['conv2d', 'linear'],
};

/** As fixtures/memory.json has it measured. */
const COST: ResidentCost = { baseBytes: 208e6, perHeapByte: 1.07, perArrayByte: 1 };

const REMEDY = 'se-resnet engines install tensorflow';

/** Where the package has its native libraries. */
const LIBRARY_FOLDERS = ['lib/napi-v8', 'deps/lib'];

/**
 * Bytes of address space, besides those that the process is predicted to grow by, that are tried to be free
 * under a limit: what the allocators and threads were seen to take more for a pass than for one convolution.
 */
const SLACK_BYTES = 0.1e9;

/**
 * Milliseconds that a trial may take: 0.9 s is usual, and on a cold disk 20 s. Without the threads that it
 * needs, the library may wait for ever.
 */
const FIRST_TIMEOUT_MS = 60_000;
const LIMITED_TIMEOUT_MS = 15_000;

/** TensorFlow's own kernels, by the package tfjs-node: the fastest engine. */
export const tensorflow: Engine = {
  name: 'tensorflow',
  folds: FOLDS,

  defaultThreads: availableParallelism,

  status() {
    const own = findPackage(TFJS_NODE.name);
    if (own !== null && hasBinding(own)) return { ready: true, ...own };
    const folder = tensorflowFolder();
    const damaged: EngineStatus[] = [];
    for (const installation of installationsIn(folder)) {
      const path = join(installation.folder, installation.package);
      const fault = faultIn(path, installation.libraries);
      if (fault === null) return { ready: true, version: installation.version, path };
      const reason = `The engine in ${installation.folder} is damaged: ${fault}.`;
      damaged.push({ ready: false, damaged: true, reason, remedy: REMEDY });
    }
    const before = installedBefore(folder);
    if (before !== null && hasBinding(before)) return { ready: true, ...before };
    const isThere = own !== null || before !== null;
    const reason = isThere
      ? `${TFJS_NODE.name} is installed without its native library.`
      : `${TFJS_NODE.name} is not installed.`;
    return damaged[0] ?? { ready: false, reason, remedy: REMEDY };
  },

  predict: (plan) => ({
    peakBytes: peakBytes(plan),
    residentBytes: growthBytes(plan, MEMORY, COST),
  }),

  async start({ threads, neededBytes = 0 }) {
    const status = this.status();
    if (!status.ready)
      throw new EngineError('not-installed', status.reason, { hint: `To get it, run: ${REMEDY}` });
    await checkThatItLoads(status.path, threads, neededBytes);
    // Read by TensorFlow when it is loaded: its banner, and how many threads one operation may use.
    process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
    process.env['TF_NUM_INTRAOP_THREADS'] = String(threads);
    const tf = loadOrExplain(status.path);
    await useBackend(tf, 'tensorflow');
    return new TfjsExecutor(tf, { name: 'tensorflow', threads });
  },
};

/**
 * Tries the library in a process of its own, which takes 0.9 s: before it is first loaded on this
 * machine, when its files have changed since, and always under a limit that may be too low for it. It
 * would end this process in each of these cases if it does not work.
 * @throws EngineError if it does not work there
 */
async function checkThatItLoads(path: string, threads: number, neededBytes: number): Promise<void> {
  const limits = tightLimits();
  const files = fileStates(path, libraryFiles(path)) ?? {};
  const checked = readChecked(path);
  const isKnown =
    checked?.environment === environment() &&
    Object.keys(checked.files).length === Object.keys(files).length &&
    Object.entries(files).every(([name, state]) => isUnchanged(checked.files[name], state));
  if (isKnown && limits.length === 0) return;
  const isLimited = limits.length > 0;
  const failure = await tryInChild({
    folder: path,
    threads,
    reserve: isLimited ? neededBytes + SLACK_BYTES : 0,
    timeoutMs: isLimited ? LIMITED_TIMEOUT_MS : FIRST_TIMEOUT_MS,
  });
  if (failure === null) {
    if (!isKnown) await writeChecked(path, { files, environment: environment() });
    return;
  }
  if (limits.length > 0) {
    const words = limitsInWords(limits);
    throw new EngineError('limit', `its library and this pass need more than ${words}.`, {
      facts: { limits: words, reason: failure.reason },
    });
  }
  throw brokenLibrary(failure.reason);
}

function loadOrExplain(path: string): TensorFlow {
  try {
    return loadTfjsNode(path);
  } catch (error) {
    throw brokenLibrary(error instanceof Error ? error.message : String(error), error);
  }
}

function brokenLibrary(reason: string, cause?: unknown): EngineError {
  return new EngineError('library', `its library does not load: ${reason}.`, {
    hint: `To mend it, run: se-resnet engines remove tensorflow; ${REMEDY}`,
    cause,
  });
}

/** The folder in which `se-resnet engines install tensorflow` makes one for each installation. */
export function tensorflowFolder(): string {
  return join(dataFolder(process.env), 'engines', 'tensorflow');
}

/**
 * tfjs-node in the folder itself, where releases put it that kept no list of what they installed; null
 * if there is none.
 */
export function installedBefore(folder: string): InstalledPackage | null {
  const path = join(folder, 'node_modules', TFJS_NODE.name, 'package.json');
  return existsSync(path) ? findPackage(TFJS_NODE.name, join(folder, 'package.json')) : null;
}

/** Whether the compiled binding is where the package looks for it. */
export function hasBinding({ path }: InstalledPackage): boolean {
  return existsSync(join(path, BINDING));
}

/** The native libraries in the folder of a package, by their paths in it; links are left out. */
export function libraryFiles(packageFolder: string): string[] {
  return LIBRARY_FOLDERS.flatMap((folder) => {
    const at = join(packageFolder, folder);
    if (!existsSync(at)) return [];
    const names = readdirSync(at).filter((name) => lstatSync(join(at, name)).isFile());
    return names.sort().map((name) => `${folder}/${name}`);
  });
}
