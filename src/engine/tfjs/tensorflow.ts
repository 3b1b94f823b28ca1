import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { EngineError } from '../../errors.js';
import { dataFolder } from '../data-folder.js';
import type { Engine } from '../engine.js';
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

/** TensorFlow's own kernels, by the package tfjs-node: the fastest engine. */
export const tensorflow: Engine = {
  name: 'tensorflow',
  folds: FOLDS,

  defaultThreads: availableParallelism,

  status() {
    const places = [findPackage(TFJS_NODE.name), installedIn(tensorflowFolder())];
    const found = places.filter((place) => place !== null);
    // Checked here, since the package takes 200 ms to find out the same.
    const ready = found.find(hasBinding);
    if (ready !== undefined) return { ready: true, ...ready };
    const reason =
      found.length === 0
        ? `${TFJS_NODE.name} is not installed.`
        : `${TFJS_NODE.name} is installed without its native library.`;
    return { ready: false, reason, remedy: REMEDY };
  },

  predict: (plan) => ({
    peakBytes: peakBytes(plan),
    residentBytes: growthBytes(plan, MEMORY, COST),
  }),

  async start({ threads }) {
    const status = this.status();
    if (!status.ready)
      throw new EngineError('not-installed', status.reason, { hint: `To get it, run: ${REMEDY}` });
    // Read by TensorFlow when it is loaded: its banner, and how many threads one operation may use.
    process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2';
    process.env['TF_NUM_INTRAOP_THREADS'] = String(threads);
    const tf = loadOrExplain(status.path);
    await useBackend(tf, 'tensorflow');
    return new TfjsExecutor(tf, { name: 'tensorflow', threads });
  },
};

function loadOrExplain(path: string): TensorFlow {
  try {
    return loadTfjsNode(path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EngineError('library', `its library does not load: ${reason}.`, {
      hint: `To mend it, run: se-resnet engines remove tensorflow; ${REMEDY}`,
      cause: error,
    });
  }
}

/** The folder that `se-resnet engines install tensorflow` fills. */
export function tensorflowFolder(): string {
  return join(dataFolder(process.env), 'engines', 'tensorflow');
}

/** tfjs-node in a folder that holds node_modules, or null if there is none. */
export function installedIn(folder: string): InstalledPackage | null {
  return existsSync(folder) ? findPackage(TFJS_NODE.name, join(folder, 'package.json')) : null;
}

/** Whether the compiled binding is where the package looks for it. */
export function hasBinding({ path }: InstalledPackage): boolean {
  return existsSync(join(path, BINDING));
}
