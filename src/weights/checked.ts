import type { WeightSource } from '../engine/engine.js';
import { ModelError, UserError } from '../errors.js';
import type { AnyModule } from '../nn/index.js';
import type { StoredTensor } from '../ops/operation.js';
import { formatShape } from '../ops/shape.js';

/**
 * A source of weights that somebody else made, with what it gives checked: every number is set, and
 * finite. An engine may take one that is not for 0, so that the outputs would not tell.
 * @param model the model whose names an error has
 */
export function checkedWeights(source: WeightSource, model: AnyModule): WeightSource {
  const error = (stored: StoredTensor, what: string, options?: ErrorOptions): ModelError => {
    const [name = 'a tensor'] = model.stateDict().find(([, other]) => other === stored) ?? [];
    return new ModelError(
      'weights',
      `weights.fill ${what} for ${name}, of ${formatShape(stored.shape)}`,
      { facts: { argument: 'weights', parameter: name }, ...options },
    );
  };
  // What it returns is of interest only if it is a promise, which its type does not tell of.
  const asked: { fill(stored: StoredTensor, target: Float32Array): unknown } = source;
  const attempt = (stored: StoredTensor, target: Float32Array): unknown => {
    try {
      return asked.fill(stored, target);
    } catch (cause) {
      if (cause instanceof UserError) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw error(stored, `failed (${reason})`, { cause });
    }
  };
  return {
    fill(stored, target) {
      target.fill(NaN);
      const given = attempt(stored, target);
      if (given instanceof Promise) {
        given.catch(() => undefined);
        throw error(stored, 'gave a promise, and is not waited for,');
      }
      const place = firstNotFinite(target);
      if (place === -1) return;
      const found = String(target[place]);
      throw error(stored, `left ${found} at ${String(place)}, which is not finite or was not set,`);
    },
  };
}

/** The index of the first number that is not finite; -1 if all are. */
export function firstNotFinite(numbers: Float32Array): number {
  // A loop takes a tenth of findIndex's time.
  for (let index = 0; index < numbers.length; index++) {
    if (!Number.isFinite(numbers[index])) return index;
  }
  return -1;
}
