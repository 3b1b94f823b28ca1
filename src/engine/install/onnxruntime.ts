import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { EngineError } from '../../errors.js';
import { usesMusl } from '../onnx/musl.js';
import { onnxruntime } from '../onnx/onnxruntime.js';
import type { Recipe } from './recipe.js';

/** Bytes of the libraries in onnxruntime-node 1.30.0, by `process.platform` and `process.arch`. */
const LIBRARY_BYTES: Readonly<Record<string, number>> = {
  'darwin-arm64': 90e6,
  'linux-arm64': 26e6,
  'linux-x64': 47e6,
  'win32-arm64': 73e6,
  'win32-x64': 68e6,
};

/** The packages that are needed once it is installed; the others are its install script's. */
const KEPT_PACKAGES = ['onnxruntime-node', 'onnxruntime-common'];

/** onnxruntime-node, whose npm package has the libraries of all platforms. */
export const onnxruntimeRecipe: Recipe = {
  engine: onnxruntime,
  lock: 'onnxruntime-node.lock.json',
  top: [],

  bytes() {
    const kept = LIBRARY_BYTES[PLATFORM];
    const hint = 'The wasm engine runs everywhere.';
    if (kept === undefined) {
      const platforms = Object.keys(LIBRARY_BYTES).join(', ');
      throw new EngineError(
        'platform',
        `The onnxruntime engine is made for ${platforms}, and this is ${PLATFORM}.`,
        { hint },
      );
    }
    if (usesMusl()) {
      throw new EngineError(
        'platform',
        'The onnxruntime engine is made for glibc, and this system has musl.',
        { hint },
      );
    }
    return { downloaded: 113e6, kept, needed: 0.35e9 };
  },

  async complete({ staging, packageFolder, step }) {
    step('Removing what is for other platforms');
    await removeOthers(join(packageFolder, 'bin', 'napi-v6'), [process.platform]);
    await removeOthers(join(packageFolder, 'bin', 'napi-v6', process.platform), [process.arch]);
    await removeOthers(join(staging, 'node_modules'), KEPT_PACKAGES);
    return 'downloaded';
  },
};

const PLATFORM = `${process.platform}-${process.arch}`;

/** Removes what is in a folder but for some names. */
async function removeOthers(folder: string, kept: readonly string[]): Promise<void> {
  const others = (await readdir(folder)).filter((name) => !kept.includes(name));
  await Promise.all(others.map((name) => rm(join(folder, name), { recursive: true })));
}
