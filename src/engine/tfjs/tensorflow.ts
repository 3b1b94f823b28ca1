import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { ResidentCost } from '../memory.js';
import {
  engineFolder,
  filesIn,
  installCommand,
  installedStatus,
  type NativeEngine,
} from '../native/native-engine.js';
import { startNative } from '../native/start.js';
import { findPackage, type InstalledPackage } from '../packages.js';
import { TfjsExecutor, useBackend } from './executor.js';
import { BINDING, loadTfjsNode } from './internals.js';
import { FOLDS, growthBytes } from './predict.js';
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
  hasGroups: true,
  packs: ['conv2d', 'linear'],
};

/** As fixtures/scripts/fit_memory.js finds them for what fixtures/memory.json has measured. */
const COST: ResidentCost = { baseBytes: 208e6, perHeapByte: 1.07, perArrayByte: 1.06 };

/** Where the package has its native libraries. */
const LIBRARY_FOLDERS = ['lib/napi-v8', 'deps/lib'];

/** TensorFlow's own kernels, by the package tfjs-node. */
export const tensorflow: NativeEngine = {
  name: 'tensorflow',
  package: TFJS_NODE,
  folds: FOLDS,

  defaultThreads: availableParallelism,

  status() {
    const own = findPackage(TFJS_NODE.name);
    if (own !== null && hasBinding(own)) return { ready: true, ...own };
    const installed = installedStatus(this.name);
    if (installed?.ready === true) return installed;
    const before = installedBefore(engineFolder(this.name));
    if (before !== null && hasBinding(before)) return { ready: true, ...before };
    const isThere = own !== null || before !== null;
    const reason = isThere
      ? `${TFJS_NODE.name} is installed without its native library.`
      : `${TFJS_NODE.name} is not installed.`;
    return installed ?? { ready: false, reason, remedy: installCommand(this.name) };
  },

  predict: (plan, _options, cost = COST) => ({
    residentBytes: growthBytes(plan, MEMORY, cost),
  }),

  start(options) {
    return startNative(this, options);
  },

  libraryFiles: (packageFolder) => filesIn(packageFolder, LIBRARY_FOLDERS),

  async load(packageFolder, threads) {
    // Read by TensorFlow when it is loaded: its banner, and how many threads one operation may use.
    process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
    process.env['TF_NUM_INTRAOP_THREADS'] = String(threads);
    const tf = loadTfjsNode(packageFolder);
    await useBackend(tf, 'tensorflow');
    return new TfjsExecutor(tf, { name: 'tensorflow', threads, hasGroups: MEMORY.hasGroups });
  },
};

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
