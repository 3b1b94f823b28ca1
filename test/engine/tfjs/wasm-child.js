/*
 * Starts the wasm engine in a process of its own, since a process can start it only once, and prints
 * what came of it as one JSON line. The first argument says how: { threads, setup, then }.
 */
import { createHash } from 'node:crypto';
import os from 'node:os';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { setInterval } from 'node:timers';
import { requirePackage } from '../../../dist/engine/packages.js';
import { planPass } from '../../../dist/engine/plan.js';
import { TfjsExecutor } from '../../../dist/engine/tfjs/executor.js';
import { defaultSetup, guardAllocations, startWasm } from '../../../dist/engine/tfjs/internals.js';
import { FOLDS } from '../../../dist/engine/tfjs/predict.js';
import { createModel } from '../../../dist/models/create.js';
import { record } from '../../../dist/trace/recorder.js';
import { initialWeights, randomInput } from '../../../dist/weights/initialise.js';

/** @type {(text: string) => { threads: number, setup?: object, then?: string }} */
const parse = JSON.parse;
const { threads, setup = {}, then = 'end' } = parse(process.argv[2] ?? '');
const tf = requirePackage('@tensorflow/tfjs-core');
const wasm = requirePackage('@tensorflow/tfjs-backend-wasm');

const cpus = os.cpus;
const before = process.listenerCount('uncaughtException');
const start = performance.now();
const started = await startWasm(tf, wasm, threads, () => ({ ...defaultSetup(), ...setup }));
const startMs = performance.now() - start;

const model = createModel('se-resnet-10', { numClasses: 10 });
const shape = [1, 3, 64, 64];
const executor = new TfjsExecutor(tf, { name: 'wasm', threads: started, hasGroups: false });
const { outputs } = await executor.execute(
  planPass(record(model, [shape]), FOLDS),
  initialWeights(model, 0),
  [randomInput(shape, 0)],
);
const output = outputs[0]?.data ?? new Float32Array();

/** Takes gigabytes until there are no more, and tells how many there were and what then was said. */
function exhaust() {
  guardAllocations(tf.backend(), (bytes) => new Error(`no room for ${String(bytes)}`));
  const values = [];
  try {
    for (;;) values.push(tf.zeros([2 ** 28]));
  } catch (error) {
    return { gigabytes: values.length, said: error instanceof Error ? error.message : '' };
  } finally {
    for (const value of values) value.dispose();
  }
}

const exhausted = then === 'exhaust' ? exhaust() : null;

process.stdout.write(
  `${JSON.stringify({
    threads: started,
    startMs,
    backend: tf.getBackend(),
    output: createHash('sha256').update(new Uint8Array(output.buffer)).digest('hex'),
    newListeners: process.listenerCount('uncaughtException') - before,
    worker: typeof Reflect.get(globalThis, 'Worker'),
    cpusRestored: os.cpus === cpus,
    liveTensors: tf.memory().numTensors,
    exhausted,
  })}\n`,
);
if (then === 'throw') throw new Error('thrown after the pass');
if (then === 'reject') void Promise.reject(new Error('rejected after the pass'));
if (then === 'exit 3') process.exitCode = 3;
if (then === 'wait') setInterval(() => undefined, 1000);
