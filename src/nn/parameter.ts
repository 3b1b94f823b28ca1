import { wrongArgument } from '../ops/arguments.js';
import type { Shape } from '../ops/shape.js';

/** How a stored tensor gets its numbers when no weights are given. */
export type Initialiser =
  | { readonly kind: 'uniform'; readonly bound: number }
  | { readonly kind: 'constant'; readonly value: number };

/** `torch.nn.Parameter`: float32 numbers of any shape that training changes, unless it is frozen. */
export class Parameter {
  requiresGrad = true;

  /** @throws ModelError if the shape is not one of whole numbers. */
  constructor(
    readonly shape: Shape,
    readonly initialiser: Initialiser,
  ) {
    checkShape('Parameter', shape);
  }
}

/** A tensor of any shape that a module stores but that training does not change (torch's `register_buffer`). */
export class Buffer {
  /** @throws ModelError if the shape is not one of whole numbers. */
  constructor(
    readonly shape: Shape,
    readonly initialiser: Initialiser,
    readonly dtype: 'float32' | 'int64' = 'float32',
  ) {
    checkShape('Buffer', shape);
  }
}

function checkShape(owner: string, shape: unknown): void {
  if (Array.isArray(shape) && areCounts(shape)) return;
  throw wrongArgument(owner, 'shape', 'a list of whole numbers from 0', shape);
}

function areCounts(sizes: readonly unknown[]): boolean {
  // Runs for every tensor of every model, while this code is still cold.
  for (const size of sizes) {
    if (typeof size !== 'number' || size % 1 !== 0 || size < 0) return false;
  }
  return true;
}

/**
 * The default initialisation of `torch.nn.Conv2d` and `torch.nn.Linear`: Kaiming uniform with
 * a = sqrt(5), which is uniform in ±1 / sqrt(fanIn), for weight and bias alike (their
 * `reset_parameters`).
 *
 * @example
 * console.log(nn.kaimingUniform(4)); // { kind: 'uniform', bound: 0.5 }
 */
export function kaimingUniform(fanIn: number): Initialiser {
  return { kind: 'uniform', bound: 1 / Math.sqrt(fanIn) };
}

/**
 * An initialiser that gives every element the same value.
 *
 * @example
 * const scale = new nn.Parameter([64, 1, 1], nn.constant(1e-6));
 * console.log(scale.shape); // [ 64, 1, 1 ]
 */
export function constant(value: number): Initialiser {
  return { kind: 'constant', value };
}
