import type { WeightSource } from '../engine/engine.js';
import { ModelError } from '../errors.js';
import type { AnyModule, Initialiser } from '../nn/index.js';
import type { StoredTensor } from '../ops/operation.js';
import { elementCount, formatShape, type Shape } from '../ops/shape.js';
import { RandomStream } from './random.js';

/**
 * PyTorch's default initialisation of a model (each parameter's own {@link Initialiser}), made on demand
 * and not kept.
 * @param seed the same seed gives the same weights, on every engine
 */
export function initialWeights(model: AnyModule, seed: number): WeightSource {
  const places = new Map<StoredTensor, { index: number; initialiser: Initialiser }>();
  for (const [, stored] of model.stateDict()) {
    // Set twice, a shared one would take the index of the tensor after it.
    if (!places.has(stored))
      places.set(stored, { index: places.size, initialiser: stored.initialiser });
  }
  return {
    fill(stored, target) {
      const place = places.get(stored);
      if (place === undefined) {
        throw new ModelError(
          'foreign-parameter',
          `the pass reads a parameter or buffer of ${formatShape(stored.shape)} that the model does not hold`,
        );
      }
      const { index, initialiser } = place;
      if (initialiser.kind === 'constant') target.fill(initialiser.value);
      else new RandomStream(seed, index).fill(target, -initialiser.bound, initialiser.bound);
    },
  };
}

/** Values uniform in [0, 1), as torchinfo makes an input (torch.rand). */
export function randomInput(shape: Shape, seed: number, index = 0): Float32Array {
  const input = new Float32Array(elementCount(shape));
  new RandomStream(seed, -1 - index).fill(input, 0, 1);
  return input;
}
