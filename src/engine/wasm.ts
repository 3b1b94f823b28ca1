import { availableParallelism } from 'node:os';
import { EngineError } from '../errors.js';
import type { Engine } from './engine.js';
import { findPackage, requirePackage } from './packages.js';
import { TfjsBackend } from './tfjs.js';
import { guardAllocations, MOST_THREADS, startWasm } from './tfjs-internals.js';

const PACKAGE = '@tensorflow/tfjs-backend-wasm';

/** Where the addresses of a 32-bit WebAssembly memory end. */
const HEAP_BYTES = 2 ** 32;

/** The threads of the one start that a process can have: the next one's number is not heard. */
let running: Promise<number> | null = null;

/** TensorFlow.js' WebAssembly kernels, which run wherever Node does. */
export const wasm: Engine = {
  name: 'wasm',
  heapBytes: HEAP_BYTES,

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

  async start({ threads }) {
    const tf = requirePackage('@tensorflow/tfjs-core');
    running ??= startWasm(tf, requirePackage(PACKAGE), threads);
    const started = await running;
    await tf.setBackend('wasm');
    // Where a backend fails to start, TensorFlow.js goes on with another one, in silence.
    if (tf.getBackend() !== 'wasm') throw new EngineError('The wasm engine did not start.');
    guardAllocations(tf.backend(), (bytes) => {
      const size = (bytes / 1e9).toFixed(2);
      return new EngineError(
        `The wasm engine's memory, 4 GiB at the most, has no room for another ${size} GB.`,
        'Try a smaller batch or image in --input-size, or --engine meta.',
      );
    });
    return new TfjsBackend(tf, { name: 'wasm', threads: started });
  },
};
