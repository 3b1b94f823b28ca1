/*
 * Run beside an installed package: `logits.js ENGINE LOGITS.json` compares the engine's logits of
 * SE-ResNet-18 at 64x64 with PyTorch's, and fails if they differ by more than 1e-4 of the largest, or
 * if fewer threads ran than were asked for.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import process from 'node:process';
import { createModel, run } from 'se-resnet';

const [, , name = '', logitsFile = ''] = process.argv;
if (name !== 'onnxruntime' && name !== 'tensorflow' && name !== 'wasm') {
  throw new Error(`${name} is no engine`);
}
const INPUT_PLACE = 65535;
const threads = Math.min(2, availableParallelism());

/**
 * The numbers that fixtures/scripts/make_logits.py states, in [-0.5, 0.5).
 *
 * @param {number} length
 * @param {number} place
 */
function u(length, place) {
  return Float64Array.from({ length }, (_, i) => {
    let h = (i + 1) ^ Math.imul(place + 1, 0x9e3779b9);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32 - 0.5;
  });
}

/** @type {(shape: readonly number[]) => number} */
const size = (shape) => shape.reduce((product, length) => product * length, 1);
const model = createModel('se-resnet-18');
const stored = model.stateDict().filter(([key]) => !key.endsWith('num_batches_tracked'));
/** @type {Map<object, Float32Array>} */
const numbers = new Map(
  stored.map(([key, tensor], place) => {
    const values = u(size(tensor.shape), place);
    const isScale =
      key.endsWith('running_var') || (key.endsWith('weight') && tensor.shape.length === 1);
    const bound = Math.sqrt(24 / size(tensor.shape.slice(1)));
    const scaled =
      tensor.shape.length > 1
        ? values.map((x) => x * bound)
        : values.map((x) => (isScale ? 1 : 0) + 0.2 * x);
    return [tensor, Float32Array.from(scaled)];
  }),
);

/** @type {(text: string) => { 'depth18-1x3x64x64': { inputShape: number[], logits: number[][] } }} */
const parse = JSON.parse;
const reference = parse(readFileSync(logitsFile, 'utf8'))['depth18-1x3x64x64'];
const { inputShape, logits } = reference;
const { engine, outputs } = await run(model, inputShape, {
  engine: name,
  threads,
  weights: {
    fill(tensor, target) {
      target.set(numbers.get(tensor) ?? []);
    },
  },
  inputs: [Float32Array.from(u(size(inputShape), INPUT_PLACE).map((x) => 2 * x))],
});
const output = outputs[0]?.data ?? new Float32Array();
const expected = logits.flat();
const largest = Math.max(...expected.map(Math.abs));
const error =
  Math.max(...expected.map((value, i) => Math.abs(value - (output[i] ?? NaN)))) / largest;
process.stdout.write(
  `${engine.name}, ${String(engine.threads)} threads: ` +
    `largest error ${error.toExponential(1)} of the largest logit\n`,
);
if (!(error < 1e-4) || engine.threads !== threads) process.exitCode = 1;
