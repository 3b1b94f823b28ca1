import type { WeightSource } from '../engine/engine.js';
import type { StoredTensor } from '../engine/ops.js';
import { elementCount, type Shape } from '../engine/shape.js';
import type { Initialiser, Module } from '../nn/index.js';
import { RandomStream } from './random.js';

/**
 * PyTorch's default initialisation of a model (each parameter's own {@link Initialiser}), made when
 * it is asked for and not kept.
 * @param seed the same seed gives the same weights, on every engine
 */
export function initialWeights(model: Module, seed: number): WeightSource {
  const places = new Map<StoredTensor, { index: number; initialiser: Initialiser }>();
  for (const [, stored] of model.stateDict()) {
    // Put in once more, a shared one would take the index of the tensor after it.
    if (!places.has(stored))
      places.set(stored, { index: places.size, initialiser: stored.initialiser });
  }
  return (stored) => {
    const place = places.get(stored);
    if (place === undefined) throw new Error('the model has no such parameter or buffer');
    const { index, initialiser } = place;
    const length = elementCount(stored.shape);
    if (initialiser.kind === 'constant') return new Float32Array(length).fill(initialiser.value);
    return new RandomStream(seed, index).uniform(length, -initialiser.bound, initialiser.bound);
  };
}

/** Values uniform in [0, 1), as torchinfo makes an input (torch.rand). */
export function randomInput(shape: Shape, seed: number): Float32Array {
  return new RandomStream(seed, -1).uniform(elementCount(shape), 0, 1);
}
