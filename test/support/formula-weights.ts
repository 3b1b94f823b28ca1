import type { WeightSource } from '../../src/engine/engine.js';
import type { StoredTensor } from '../../src/engine/ops.js';
import { elementCount, type Shape } from '../../src/engine/shape.js';
import type { Module } from '../../src/nn/index.js';

/** The number that fixtures/scripts/make_logits.py gives to the input. */
const INPUT_TENSOR = 65535;

/**
 * The weights of fixtures/scripts/make_logits.py, whose docstring states the formula.
 * @param gain the formula's, which sets how large the weights of convolutions and linear layers are
 */
export function formulaWeights(model: Module, gain: number): WeightSource {
  const fillers = new Map<StoredTensor, () => Float32Array>();
  let tensor = 0;
  for (const [name, stored] of model.stateDict()) {
    if (name.endsWith('num_batches_tracked')) continue;
    const place = tensor++;
    const { shape } = stored;
    const [scale, offset] = rangeOf(name, shape, gain);
    fillers.set(stored, () => hashed(elementCount(shape), place, scale, offset));
  }
  return (stored) => {
    const fill = fillers.get(stored);
    if (fill === undefined) throw new Error('the formula gives this tensor no numbers');
    return fill();
  };
}

/** The input of fixtures/scripts/make_logits.py. */
export function formulaInput(shape: Shape): Float32Array {
  return hashed(elementCount(shape), INPUT_TENSOR, 2, 0);
}

function rangeOf(name: string, shape: Shape, gain: number): [scale: number, offset: number] {
  if (shape.length > 1) return [Math.sqrt(gain / elementCount(shape.slice(1))), 0];
  const isAroundOne = name.endsWith('running_var') || name.endsWith('weight');
  return [0.2, isAroundOne ? 1 : 0];
}

function hashed(length: number, tensor: number, scale: number, offset: number): Float32Array {
  const result = new Float32Array(length);
  const salt = Math.imul(tensor + 1, 0x9e3779b9);
  for (let i = 0; i < length; i++) {
    let h = (i + 1) ^ salt;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
    result[i] = offset + ((h >>> 0) / 2 ** 32 - 0.5) * scale;
  }
  return result;
}
