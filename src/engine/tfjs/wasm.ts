import { availableParallelism } from 'node:os';
import { EngineError } from '../../errors.js';
import { gigabytes } from '../../text/bytes.js';
import type { Engine } from '../engine.js';
import type { ResidentCost } from '../memory.js';
import { limitsInWords, type MemoryLeft, memoryLeft, tightLimits } from '../native/limits.js';
import { findPackage, requirePackage } from '../packages.js';
import { TfjsExecutor, useBackend } from './executor.js';
import { guardAllocations, HEAP_BYTES, MOST_THREADS, startWasm } from './internals.js';
import { FOLDS, growthBytes, peakBytes } from './predict.js';
import type { BackendMemory } from './simulate.js';

const PACKAGE = '@tensorflow/tfjs-backend-wasm';

/** What the WebAssembly heap was measured to take, at the most, for each byte that is alive in it. */
const HEAP_OVERHEAD = 1.5;

/** Emscripten's dlmalloc, in one memory that grows at its end. XNNPACK packs a convolution's weights. */
const MEMORY: BackendMemory = {
  heap: { firstRegionBytes: Infinity, leastRest: () => 1 },
  leastBytes: 1,
  sharesArrays: false,
  fuses: true,
  hasGroups: false,
  packs: ['conv2d'],
};

/** As fixtures/scripts/fit_memory.js finds them for what fixtures/memory.json has measured. */
const COST: ResidentCost = { baseBytes: 47e6, perHeapByte: 0.99, perArrayByte: 1.02 };

/** What each thread was measured to take, if there are several. */
const THREAD_BYTES = 9e6;

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

  predict(plan, { threads }, cost = COST) {
    const running = Math.min(threads, MOST_THREADS);
    return {
      residentBytes: growthBytes(plan, MEMORY, cost) + (running > 1 ? running * THREAD_BYTES : 0),
      heap: { neededBytes: HEAP_OVERHEAD * peakBytes(plan, MEMORY), limitBytes: HEAP_BYTES },
    };
  },

  async start({ threads, neededBytes = 0 }) {
    const left = memoryLeft();
    if (!isRoomFor(neededBytes, left)) throw tooLimited();
    running ??= startOnce(threadsWithin(threads, left));
    const started = await running;
    const tf = requirePackage('@tensorflow/tfjs-core');
    await useBackend(tf, 'wasm');
    return new TfjsExecutor(tf, { name: 'wasm', threads: started, hasGroups: MEMORY.hasGroups });
  },
};

/** Bytes of addresses that V8 reserves for a memory and the guards around it, and for each worker. */
const MEMORY_ADDRESSES = 11e9;
const WORKER_ADDRESSES = 0.8e9;

/** Bytes that are taken, and not used, besides those that the process is predicted to grow by. */
const SLACK_BYTES = 0.15e9;

/**
 * One thread if the address space (`ulimit -v`) is limited to less than several take, since a worker that
 * V8 finds no room for ends the process; or if data is limited, past which several wait for ever.
 */
export function threadsWithin(threads: number, { addresses, data }: MemoryLeft): number {
  const takes = MEMORY_ADDRESSES + threads * WORKER_ADDRESSES;
  return addresses < takes || data !== Infinity ? 1 : threads;
}

/**
 * Whether limits leave room for a pass; V8 ends the process past some of them. If there are addresses
 * for all that a memory can grow to, they are reserved at once, and growing takes no more of them.
 */
export function isRoomFor(neededBytes: number, { addresses, data }: MemoryLeft): boolean {
  const needed = neededBytes + SLACK_BYTES;
  return data >= needed && addresses >= Math.min(needed, MEMORY_ADDRESSES);
}

async function startOnce(threads: number): Promise<number> {
  const tf = requirePackage('@tensorflow/tfjs-core');
  const started = await startWasm(tf, requirePackage(PACKAGE), threads).catch((error: unknown) => {
    throw noStart(error);
  });
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

/** One sentence for what the glue has to say in several. */
function noStart(error: unknown): EngineError {
  const said = error instanceof Error ? error.message : String(error);
  if (tightLimits().length > 0 && /memory/i.test(said)) return tooLimited(error);
  const [reason = said] = said.split('\n', 1);
  return new EngineError('no-start', `it did not start: ${reason.replace(/\.$/, '')}.`, {
    cause: error,
  });
}

function tooLimited(cause?: unknown): EngineError {
  const words = limitsInWords(tightLimits());
  return new EngineError('limit', `WebAssembly's memory takes more than ${words}.`, {
    // V8 then checks every access itself, and reserves no addresses around the memory.
    hint:
      memoryLeft().addresses === Infinity
        ? undefined
        : 'NODE_OPTIONS=--disable-wasm-trap-handler makes it do with less.',
    cause,
  });
}
