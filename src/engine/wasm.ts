import { EngineError } from '../errors.js';
import type { Engine } from './engine.js';
import { findPackage, requirePackage } from './packages.js';
import { TfjsBackend } from './tfjs.js';

const PACKAGE = '@tensorflow/tfjs-backend-wasm';

/**
 * The live bytes that surely fit. A WebAssembly heap ends at 4 GiB, and its allocator was measured to
 * take 1.02 to 1.47 times the bytes that were alive. Past the end the kernels do not fail cleanly.
 */
const MEMORY_LIMIT_BYTES = (2 / 3) * 4 * 2 ** 30;

/** TensorFlow.js' WebAssembly kernels, which run wherever Node does. */
export const wasm: Engine = {
  name: 'wasm',
  memoryLimitBytes: MEMORY_LIMIT_BYTES,

  status() {
    const found = findPackage(PACKAGE);
    if (found !== null) return { ready: true, ...found };
    return {
      ready: false,
      reason: `${PACKAGE} is not installed.`,
      remedy: 'npm install se-resnet',
    };
  },

  async start() {
    const tf = requirePackage('@tensorflow/tfjs-core');
    const backend = requirePackage(PACKAGE);
    await withoutNewCrashHandlers(() => tf.setBackend('wasm'));
    // Where a backend fails to start, TensorFlow.js goes on with another one, in silence.
    if (tf.getBackend() !== 'wasm') throw new EngineError('The wasm engine did not start.');
    return new TfjsBackend(tf, {
      name: 'wasm',
      threads: Math.max(1, backend.getThreadsCount()),
    });
  },
};

type Listener = (...args: unknown[]) => void;

/**
 * Takes away the listeners that starting the backend adds to the process: they throw every uncaught
 * error again, which turns its exit code into 7.
 */
async function withoutNewCrashHandlers(start: () => Promise<unknown>): Promise<void> {
  const listenersOf = (event: string): Listener[] =>
    process
      .rawListeners(event)
      .filter((listener): listener is Listener => listener instanceof Function);
  const events = ['uncaughtException', 'unhandledRejection'];
  const before = new Map(events.map((event) => [event, new Set(listenersOf(event))]));
  try {
    await start();
  } finally {
    for (const [event, known] of before) {
      for (const listener of listenersOf(event)) {
        if (!known.has(listener)) process.removeListener(event, listener);
      }
    }
  }
}
