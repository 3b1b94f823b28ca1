import type { WeightSource } from '../../src/engine/engine.js';
import type { AnyModule } from '../../src/nn/index.js';
import type { StoredTensor } from '../../src/ops/operation.js';
import { elementCount, type Shape } from '../../src/ops/shape.js';

/** The number that fixtures/scripts/make_logits.py gives to the input. */
const INPUT_TENSOR = 65535;

/**
 * The weights of fixtures/scripts/make_logits.py, whose docstring states the formula.
 * @param gain the formula's, which sets how large the weights of convolutions and linear layers are
 * @param state the state dict in the order in which the formula counts tensors; the model's by default
 */
export function formulaWeights(
  model: AnyModule,
  gain: number,
  state = model.stateDict(),
): WeightSource {
  const fillers = new Map<StoredTensor, (target: Float32Array) => void>();
  let tensor = 0;
  for (const [name, stored] of state) {
    if (name.endsWith('num_batches_tracked')) continue;
    const place = tensor++;
    const { shape } = stored;
    const [scale, offset] = rangeOf(name, shape, gain);
    fillers.set(stored, (target) => {
      fillHashed(target, place, scale, offset);
    });
  }
  return {
    fill(stored, target) {
      const fill = fillers.get(stored);
      if (fill === undefined) throw new Error('the formula gives this tensor no numbers');
      fill(target);
    },
  };
}

/** The input of fixtures/scripts/make_logits.py. */
export function formulaInput(shape: Shape): Float32Array {
  const input = new Float32Array(elementCount(shape));
  fillHashed(input, INPUT_TENSOR, 2, 0);
  return input;
}

function rangeOf(name: string, shape: Shape, gain: number): [scale: number, offset: number] {
  if (shape.length > 1) return [Math.sqrt(gain / elementCount(shape.slice(1))), 0];
  const isAroundOne = name.endsWith('running_var') || name.endsWith('weight');
  return [0.2, isAroundOne ? 1 : 0];
}

function fillHashed(target: Float32Array, tensor: number, scale: number, offset: number): void {
  const salt = Math.imul(tensor + 1, 0x9e3779b9);
  for (let i = 0; i < target.length; i++) {
    let h = (i + 1) ^ salt;
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
    h ^= h >>> 16;
    target[i] = offset + ((h >>> 0) / 2 ** 32 - 0.5) * scale;
  }
}
