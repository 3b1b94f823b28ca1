import type * as tfjsWasm from '@tensorflow/tfjs-backend-wasm';
import { EventEmitter } from 'node:events';
import Module, { createRequire } from 'node:module';
import os from 'node:os';
import { join, sep } from 'node:path';
import util from 'node:util';
import { Worker } from 'node:worker_threads';
import type * as tfjsCore from '@tensorflow/tfjs-core';
import { shareEnvironment } from '../native/share-environment.js';

/*
 * The only file that relies on how TensorFlow.js 4.22.0 is made inside. test/engine/tfjs/internals.test.ts
 * fails if one of these is no longer so:
 *
 * WebAssembly threads, which TensorFlow.js turns off in Node though they work there:
 * - The backend factory of 'wasm' reads WASM_HAS_MULTITHREAD_SUPPORT, setThreadsCount and os.cpus() when
 *   it is called, and caps the threads at half the processors that os.cpus() reports.
 * - Its glue (Emscripten's) makes a pool of eight workers by `new Worker(url)` on the global object,
 *   sends each { cmd: 'load', urlOrBlob } and waits until each has answered { cmd: 'loaded' }. The
 *   threads that compute are the last n - 1 of the pool.
 * - The source of a worker is exported as wasmWorkerContents, with newlines that its use in a Blob
 *   would have taken out, and takes the path of the glue for urlOrBlob.
 * - Starting, with threads or without, adds listeners to the process that throw every uncaught error
 *   again, which turns its exit code into 7.
 *
 * WebAssembly memory: values are kept by `_malloc` in `HEAPU8` of the module that the backend has as
 * `wasm`, and nothing checks whether it failed.
 *
 * tfjs-node:
 * - calls util.isNullOrUndefined, which Node 22 warns about and Node 23 no longer has;
 * - is its kernels (dist/register_all_kernels), a backend class (dist/nodejs_kernel_backend) and a
 *   binding. The rest of the package is @tensorflow/tfjs, which takes 100 ms to load, and of which
 *   these use only what tfjs-core has.
 * - Its kernel of FusedConv2D gives TensorFlow's Conv2D the input and the filter as they are. It is
 *   tf.fused.conv2d that refuses a filter with fewer channels than the input, which are groups for
 *   TensorFlow: since 2.6 on a CPU, with oneDNN since 2.7 (its pull requests 47997 and 50333).
 */

/** TensorFlow.js with a backend in it: tfjs-core after a backend has registered, or tfjs-node. */
export type TensorFlow = typeof tfjsCore;

const GLUE = '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd';
const POOL_SIZE = 8;

/** Where the addresses of a 32-bit WebAssembly memory end. */
export const HEAP_BYTES = 2 ** 32;

/** The most threads that the glue's pool has workers for. */
export const MOST_THREADS = POOL_SIZE;

/** What starting the threads takes; tests replace it to make it fail. */
export interface ThreadsSetup {
  /** The JavaScript of a pool worker. */
  readonly workerSource: string;
  /** The path of the glue that a worker loads. */
  readonly gluePath: string;
  readonly timeoutMs: number;
}

/** The setup of the installed package. */
export function defaultSetup(): ThreadsSetup {
  const require: (name: string) => { wasmWorkerContents: string } = createRequire(import.meta.url);
  return {
    workerSource: require(`${GLUE}.worker.js`).wasmWorkerContents.replace(/\n/g, '\\n'),
    gluePath: createRequire(import.meta.url).resolve(`${GLUE}.js`),
    timeoutMs: 3000,
  };
}

/**
 * Starts the wasm backend, on several threads if they start, otherwise on one.
 * @returns the threads that it runs on
 * @throws Error if it does not start on one thread either
 */
export async function startWasm(
  tf: TensorFlow,
  wasm: typeof tfjsWasm,
  threads: number,
  setup: () => ThreadsSetup = defaultSetup,
): Promise<number> {
  return withoutNewCrashHandlers(() =>
    withoutConsole(async () => {
      if (threads > 1) {
        try {
          await startThreads(tf, wasm, Math.min(threads, MOST_THREADS), setup());
          return wasm.getThreadsCount();
        } catch {
          // Whatever failed, one thread does not need it.
        }
      }
      tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
      wasm.setThreadsCount(-1);
      // The factory itself, since setBackend keeps the reason for the console.
      await useMade(tf, await tf.findBackendFactory('wasm')());
      return 1;
    }),
  );
}

/** Makes a backend that was made here the one that computes. */
async function useMade(tf: TensorFlow, backend: tfjsCore.KernelBackend): Promise<void> {
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', () => backend, 2);
  await tf.setBackend('wasm');
}

/**
 * Keeps what the glue has to say from the console while it starts, and makes it the reason if it does not:
 * TensorFlow.js rejects with a guess of its own. The glue binds the console's functions as it starts, and
 * so never reaches the console after that.
 */
async function withoutConsole<T>(start: () => Promise<T>): Promise<T> {
  const { log, warn, error: printError } = console;
  const said: string[] = [];
  const keep = (...words: unknown[]): void => void said.push(words.map(String).join(' '));
  Object.assign(console, { log: keep, warn: keep, error: keep });
  try {
    return await start();
  } catch (error) {
    const reason = said.find((text) => text.startsWith(GLUE_FAILED))?.slice(GLUE_FAILED.length);
    throw new Error(reason ?? messageOf(error), { cause: error });
  } finally {
    Object.assign(console, { log, warn, error: printError });
  }
}

/** How the glue begins to say why it does not start. */
const GLUE_FAILED = 'failed to asynchronously prepare wasm: ';

function messageOf(error: unknown): string {
  const hasMessage = typeof error === 'object' && error !== null && 'message' in error;
  return hasMessage ? String(error.message) : String(error);
}

async function startThreads(
  tf: TensorFlow,
  wasm: typeof tfjsWasm,
  threads: number,
  { workerSource, gluePath, timeoutMs }: ThreadsSetup,
): Promise<void> {
  const failure = rejectable();
  const pool = new Set<PoolWorker>();
  class Pooled extends PoolWorker {
    constructor() {
      // Workers that will not compute are not started, since each takes 20 ms.
      super({ workerSource, gluePath, isIdle: pool.size < POOL_SIZE - (threads - 1), failure });
      pool.add(this);
    }
  }
  const timer = setTimeout(() => {
    failure.reject(new Error('the threads did not start in time'));
  }, timeoutMs);
  const worker = Object.getOwnPropertyDescriptor(globalThis, 'Worker');
  const { cpus } = os;
  try {
    Object.defineProperty(globalThis, 'Worker', {
      configurable: true,
      get: () => Pooled,
      set: () => undefined,
    });
    const [cpu] = cpus();
    os.cpus = () => (cpu === undefined ? cpus() : Array.from({ length: 2 * threads }, () => cpu));
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', true);
    wasm.setThreadsCount(threads);
    const factory = tf.findBackendFactory('wasm');
    await useMade(tf, await Promise.race([factory(), failure.promise]));
  } catch (error) {
    for (const started of pool) started.terminate();
    throw error;
  } finally {
    clearTimeout(timer);
    os.cpus = cpus;
    if (worker === undefined) Reflect.deleteProperty(globalThis, 'Worker');
    else Object.defineProperty(globalThis, 'Worker', worker);
  }
}

interface Rejectable {
  readonly promise: Promise<never>;
  readonly reject: (error: Error) => void;
}

function rejectable(): Rejectable {
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<never>((_, rejectPromise) => {
    reject = rejectPromise;
  });
  // After the start nothing waits for a failure any more.
  promise.catch(() => undefined);
  return { promise, reject };
}

interface Message {
  readonly cmd?: unknown;
}

/**
 * What a worker runs: the source that it is given. Two things are done for Deno, whose node:worker_threads
 * otherwise are as Node's: its workers have a location without a setter, to which the source assigns
 * in Node; and it prints every error that a worker does not catch, whoever listens, so
 * errors are caught and reported as messages.
 */
const RUN_SOURCE = `{
  const { parentPort, workerData } = require('node:worker_threads');
  const report = (error) => parentPort.postMessage({ cmd: 'failed', reason: String(error) });
  process.on('uncaughtException', report);
  Object.defineProperty(globalThis, 'location', { writable: true, configurable: true });
  try {
    eval(workerData);
  } catch (error) {
    report(error);
  }
}`;

interface PoolWorkerOptions extends Omit<ThreadsSetup, 'timeoutMs'> {
  /** Whether it only reports that it has loaded, unless it is given work after all. */
  readonly isIdle: boolean;
  readonly failure: Rejectable;
}

/** Takes the place of the browser's Worker for the glue. */
class PoolWorker extends EventEmitter {
  readonly #options: PoolWorkerOptions;
  #worker: Worker | null = null;
  #load: Message = {};

  constructor(options: PoolWorkerOptions) {
    super();
    this.#options = options;
    if (!options.isIdle) this.#start();
  }

  postMessage(message: Message): void {
    const isLoad = message.cmd === 'load';
    if (isLoad) this.#load = { ...message, ...{ urlOrBlob: this.#options.gluePath } };
    if (isLoad && this.#worker === null) {
      queueMicrotask(() => this.emit('message', { cmd: 'loaded' }));
      return;
    }
    if (this.#worker === null) this.#start().postMessage(this.#load);
    this.#worker?.postMessage(isLoad ? this.#load : message);
  }

  terminate(): void {
    void this.#worker?.terminate();
  }

  /** The glue's own; what keeps the process alive is decided here. */
  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  #start(): Worker {
    const { workerSource, failure } = this.#options;
    const worker = new Worker(RUN_SOURCE, { eval: true, workerData: workerSource });
    this.#worker = worker;
    // Failures are hidden from the glue, which would end the process.
    worker.on('message', (message: Message & { readonly reason?: string }) => {
      if (message.cmd === 'failed') failure.reject(new Error(message.reason));
      else this.emit('message', message);
    });
    worker.on('error', failure.reject);
    // After the listeners, which would keep the process alive again.
    worker.unref();
    return worker;
  }
}

/**
 * Makes a failed allocation an error; TensorFlow.js would go on with a wrong address. One fails if there
 * is no address, or if its end has wrapped past 2^32 and so is not within the memory.
 * @param backend what `tf.backend()` returns
 */
export function guardAllocations(backend: object, fail: (bytes: number) => Error): void {
  const wasm: unknown = Reflect.get(backend, 'wasm');
  if (!isWasmModule(wasm)) throw new Error('the wasm backend has no _malloc and HEAPU8');
  const malloc = wasm._malloc;
  wasm._malloc = (bytes) => {
    const address = bytes < HEAP_BYTES ? malloc.call(wasm, bytes) : 0;
    const end = (address >>> 0) + bytes;
    if (bytes > 0 && (address === 0 || end > wasm.HEAPU8.byteLength)) throw fail(bytes);
    return address;
  };
}

interface WasmModule {
  /** Returns the address as a signed number, or 0. */
  _malloc: (bytes: number) => number;
  /** The memory as it is now: another view after it has grown. */
  readonly HEAPU8: Uint8Array;
}

function isWasmModule(value: unknown): value is WasmModule {
  return (
    typeof value === 'object' &&
    value !== null &&
    '_malloc' in value &&
    typeof value._malloc === 'function' &&
    'HEAPU8' in value &&
    value.HEAPU8 instanceof Uint8Array
  );
}

/** Where tfjs-node looks for its compiled binding, in its folder. */
export const BINDING = join('lib', 'napi-v8', 'tfjs_binding.node');

interface TfjsNodeFiles {
  (file: '@tensorflow/tfjs-core'): TensorFlow;
  (file: './dist/nodejs_kernel_backend'): {
    NodeJSKernelBackend: new (binding: unknown, packageName: string) => tfjsCore.KernelBackend;
  };
  (file: string): unknown;
}

/** A backend can be registered once in a process. */
const loadedTfjsNode = new Map<string, TensorFlow>();

/**
 * Loads tfjs-node from its folder as TensorFlow.js' backend `tensorflow`, without the parts of it that
 * compute nothing, and gives it the function that Node has removed. Only the package's own files see
 * that function.
 * @throws Error if the package's native library is missing or does not load
 */
export function loadTfjsNode(folder: string): TensorFlow {
  const known = loadedTfjsNode.get(folder);
  if (known !== undefined) return known;
  const require: TfjsNodeFiles = createRequire(join(folder, 'package.json'));
  // TensorFlow reads its variables when it is loaded.
  shareEnvironment('TF_');
  // First, so that nothing else is loaded if it is not.
  const binding = require(join(folder, BINDING));
  const tf = require('@tensorflow/tfjs-core');
  const replaced: Readonly<Record<string, unknown>> = {
    '@tensorflow/tfjs': tf,
    util: Object.create(util, {
      isNullOrUndefined: { value: (value: unknown) => value === null || value === undefined },
    }),
  };
  const load: unknown = Reflect.get(Module, '_load');
  if (typeof load !== 'function') throw new Error('this Node has no Module._load');
  const ownFiles = folder + sep;
  Reflect.set(Module, '_load', (request: string, parent: unknown, isMain: unknown): unknown => {
    const isOwn = isModule(parent) && parent.filename.startsWith(ownFiles);
    if (isOwn && request in replaced) return replaced[request];
    const loaded: unknown = Reflect.apply(load, Module, [request, parent, isMain]);
    return loaded;
  });
  try {
    require('./dist/register_all_kernels');
    const { NodeJSKernelBackend } = require('./dist/nodejs_kernel_backend');
    tf.registerBackend('tensorflow', () => new NodeJSKernelBackend(binding, 'tfjs-node'));
    loadedTfjsNode.set(folder, tf);
    return tf;
  } finally {
    Reflect.set(Module, '_load', load);
  }
}

function isModule(value: unknown): value is { filename: string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'filename' in value &&
    typeof value.filename === 'string'
  );
}

/** What tf.fused.conv2d takes. */
export interface FusedConv2d {
  /** [N, H, W, in] */
  readonly x: tfjsCore.Tensor4D;
  /** [kh, kw, in, out] */
  readonly filter: tfjsCore.Tensor4D;
  /** [out] */
  readonly bias?: tfjsCore.Tensor1D;
  readonly strides: [number, number];
  readonly pad: tfjsCore.backend_util.ExplicitPadding;
  readonly dilations: [number, number];
  readonly activation: 'relu' | 'linear';
}

/**
 * A convolution with groups on the backend `tensorflow`; on any other the numbers would be wrong.
 * @param fused with a filter of [kh, kw, in / groups, out]
 */
export function groupedConv2d(
  tf: TensorFlow,
  { x, filter, bias, ...attributes }: FusedConv2d,
): tfjsCore.Tensor4D {
  const inputs = bias === undefined ? { x, filter } : { x, filter, bias };
  return tf.engine().runKernel(tf.FusedConv2D, inputs, { ...attributes, dataFormat: 'NHWC' });
}

type Listener = (...args: unknown[]) => void;

async function withoutNewCrashHandlers<T>(start: () => Promise<T>): Promise<T> {
  const listenersOf = (event: string): Listener[] =>
    process
      .rawListeners(event)
      .filter((listener): listener is Listener => listener instanceof Function);
  const events = ['uncaughtException', 'unhandledRejection'];
  const before = new Map(events.map((event) => [event, new Set(listenersOf(event))]));
  try {
    return await start();
  } finally {
    for (const [event, known] of before) {
      for (const listener of listenersOf(event)) {
        if (!known.has(listener)) process.removeListener(event, listener);
      }
    }
  }
}
