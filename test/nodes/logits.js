/*
 * Run by an installed package's Node: `node logits.js ENGINE LOGITS.json` compares the engine's logits
 * of SE-ResNet-18 at 64x64 with PyTorch's, and fails where they differ by more than 1e-4 of the largest.
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import {
  buildModel,
  loadEngine,
  NAMED_DEPTHS,
  planPass,
  runOnBackend,
  runOnShapes,
} from 'se-resnet';

const [, , engine = '', logitsFile = ''] = process.argv;
const INPUT_PLACE = 65535;

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
const stages = NAMED_DEPTHS.get(18);
if (stages === undefined) throw new Error('depth 18 has no name');
const model = buildModel({
  arch: 'se-resnet',
  ...stages,
  numClasses: 1000,
  reduction: 16,
  inChannels: 3,
});
const stored = model.stateDict().filter(([name]) => !name.endsWith('num_batches_tracked'));
/** @type {Map<object, Float32Array>} */
const weights = new Map(
  stored.map(([name, tensor], place) => {
    const numbers = u(size(tensor.shape), place);
    const isScale =
      name.endsWith('running_var') || (name.endsWith('weight') && tensor.shape.length === 1);
    const bound = Math.sqrt(24 / size(tensor.shape.slice(1)));
    const scaled =
      tensor.shape.length > 1
        ? numbers.map((x) => x * bound)
        : numbers.map((x) => (isScale ? 1 : 0) + 0.2 * x);
    return [tensor, Float32Array.from(scaled)];
  }),
);

/** @type {(text: string) => { 'depth18-1x3x64x64': { inputShape: number[], logits: number[][] } }} */
const parse = JSON.parse;
const reference = parse(readFileSync(logitsFile, 'utf8'))['depth18-1x3x64x64'];
const { inputShape, logits } = reference;
const plan = planPass(runOnShapes(model, inputShape).recording, { fold: true });
const { backend } = await loadEngine(engine, { admit: () => undefined });
const input = Float32Array.from(u(size(inputShape), INPUT_PLACE).map((x) => 2 * x));
const { output } = runOnBackend(
  model,
  input,
  plan,
  backend,
  (tensor) => weights.get(tensor) ?? new Float32Array(),
);
const expected = logits.flat();
const largest = Math.max(...expected.map(Math.abs));
const error =
  Math.max(...expected.map((value, i) => Math.abs(value - (output[i] ?? NaN)))) / largest;
process.stdout.write(
  `${backend.name}: largest error ${error.toExponential(1)} of the largest logit\n`,
);
if (!(error < 1e-4)) process.exitCode = 1;
