import { availableParallelism } from 'node:os';
import { EngineError } from '../../errors.js';
import { gigabytes } from '../../text/bytes.js';
import type { Engine } from '../engine.js';
import { findPackage, requirePackage } from '../packages.js';
import { TfjsExecutor, useBackend } from './executor.js';
import { guardAllocations, HEAP_BYTES, MOST_THREADS, startWasm } from './internals.js';
import { FOLDS, predictTfjs } from './predict.js';

const PACKAGE = '@tensorflow/tfjs-backend-wasm';

/** The threads of the one start that a process can have: the next one's number is not heard. */
let running: Promise<number> | null = null;

/** TensorFlow.js' WebAssembly kernels, which run wherever Node does. */
export const wasm: Engine = {
  name: 'wasm',
  folds: FOLDS,

  defaultThreads: () => Math.min(availableParallelism(), MOST_THREADS),

  status() {
    const found = findPackage(PACKAGE);
    if (found !== null) return { ready: true, ...found };
    return {
      ready: false,
      reason: `${PACKAGE} is not installed.`,
      remedy: 'npm install se-resnet',
    };
  },

  predict: (plan) => predictTfjs(plan, HEAP_BYTES),

  async start({ threads }) {
    running ??= startOnce(threads);
    const started = await running;
    const tf = requirePackage('@tensorflow/tfjs-core');
    await useBackend(tf, 'wasm');
    return new TfjsExecutor(tf, { name: 'wasm', threads: started });
  },
};

async function startOnce(threads: number): Promise<number> {
  const tf = requirePackage('@tensorflow/tfjs-core');
  const started = await startWasm(tf, requirePackage(PACKAGE), threads);
  await useBackend(tf, 'wasm');
  guardAllocations(
    tf.backend(),
    (bytes) =>
      new EngineError(
        'heap',
        `The wasm engine's memory, 4 GiB at the most, has no room for another ${gigabytes(bytes, 2)} GB.`,
      ),
  );
  return started;
}
