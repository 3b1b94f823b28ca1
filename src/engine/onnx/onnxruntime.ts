import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { type ResidentCost, residentBytes } from '../memory.js';
import {
  filesIn,
  installCommand,
  installedStatus,
  type NativeEngine,
} from '../native/native-engine.js';
import { startNative } from '../native/start.js';
import { findPackage, type InstalledPackage } from '../packages.js';
import type { EngineStatus } from '../engine.js';
import type { FoldRule } from '../plan.js';
import { OnnxExecutor } from './executor.js';
import { usesMusl } from './musl.js';
import { arenaBytes, arrayBytes } from './predict.js';
import { loadRuntime, NAME } from './runtime.js';

const PACKAGE = { name: 'onnxruntime-node', version: '1.30.0' };

/** Releases before it end the process as it exits on macOS (onnxruntime's issue 24579). */
const OLDEST = [1, 24, 1];

/** Where the package has the library for this platform. */
const LIBRARY_FOLDER = `bin/napi-v6/${process.platform}/${process.arch}`;

/** A BatchNorm becomes the weights of the convolution before it; a ReLU is as fast by itself. */
const FOLDS: readonly FoldRule[] = [{ into: 'conv2d', then: ['batchNorm'] }];

/** As fixtures/scripts/fit_memory.js finds them for what fixtures/memory.json has measured. */
const COST: ResidentCost = { baseBytes: 43e6, perHeapByte: 1.11, perArrayByte: 1 };

/** ONNX Runtime's kernels, by the package onnxruntime-node: the fastest engine. */
export const onnxruntime: NativeEngine = {
  name: NAME,
  package: PACKAGE,
  folds: FOLDS,

  defaultThreads: availableParallelism,

  status() {
    const remedy = installCommand(this.name);
    if (usesMusl()) {
      const reason = `${PACKAGE.name} is made for glibc, and this system has musl.`;
      return { ready: false, reason, remedy: null };
    }
    const found = [packageOfProject(), findPackage(PACKAGE.name)];
    const statuses = found.flatMap((own) => (own === null ? [] : [statusOf(own, remedy)]));
    const installed = installedStatus(this.name);
    return (
      [...statuses, installed].find((status) => status?.ready === true) ??
      installed ??
      statuses[0] ?? { ready: false, reason: `${PACKAGE.name} is not installed.`, remedy }
    );
  },

  predict: (plan, _options, cost = COST) => ({
    residentBytes: residentBytes(cost, arenaBytes(plan), arrayBytes(plan)),
  }),

  start(options) {
    return startNative(this, options);
  },

  libraryFiles: (packageFolder) => filesIn(packageFolder, [LIBRARY_FOLDER]),

  load: (packageFolder, threads) =>
    Promise.resolve(new OnnxExecutor(loadRuntime(packageFolder), threads)),
};

/** The package that the user's project has: the one in whose folders the program runs. */
function packageOfProject(): InstalledPackage | null {
  let folder: string;
  try {
    folder = process.cwd();
  } catch {
    // It has been deleted.
    return null;
  }
  return findPackage(PACKAGE.name, join(folder, 'package.json'));
}

/** Whether a package that somebody else installed can be used. */
function statusOf({ version, path }: InstalledPackage, remedy: string): EngineStatus {
  if (!isNewEnough(version)) {
    const what = version === '' ? 'has no version' : `is older than ${OLDEST.join('.')}`;
    const reason = `${[PACKAGE.name, version].join(' ').trim()} in ${path} ${what}.`;
    return { ready: false, reason, remedy };
  }
  if (!existsSync(join(path, LIBRARY_FOLDER, 'onnxruntime_binding.node'))) {
    const reason = `${PACKAGE.name} in ${path} has no library for ${process.platform} on ${process.arch}.`;
    return { ready: false, reason, remedy };
  }
  return { ready: true, version, path };
}

/**
 * By the rules of https://semver.org: a version that only leads up to a release, such as 1.24.1-dev.1, is older
 * than that, and what stands behind a plus does not count.
 */
function isNewEnough(version: string): boolean {
  const [counted = ''] = version.split('+', 1);
  const [release = '', early] = counted.split('-', 2);
  const parts = release.split('.').map(Number);
  const place = OLDEST.findIndex((least, index) => parts[index] !== least);
  if (place === -1) return early === undefined;
  return (parts[place] ?? 0) > (OLDEST[place] ?? 0);
}
