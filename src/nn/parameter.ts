import type { Shape } from '../engine/shape.js';

/** How a stored tensor gets its numbers when no weights are given. */
export type Initialiser =
  | { readonly kind: 'uniform'; readonly bound: number }
  | { readonly kind: 'constant'; readonly value: number };

/** `torch.nn.Parameter`: float32 numbers that training changes, unless it is frozen. */
export class Parameter {
  requiresGrad = true;

  constructor(
    readonly shape: Shape,
    readonly initialiser: Initialiser,
  ) {}
}

/** A tensor that a module stores but that training does not change (torch's `register_buffer`). */
export class Buffer {
  constructor(
    readonly shape: Shape,
    readonly initialiser: Initialiser,
    readonly dtype: 'float32' | 'int64' = 'float32',
  ) {}
}

/**
 * The default initialisation of `torch.nn.Conv2d` and `torch.nn.Linear`: Kaiming uniform with
 * a = sqrt(5), which is uniform in ±1 / sqrt(fanIn), for weight and bias alike (their
 * `reset_parameters`).
 */
export function kaimingUniform(fanIn: number): Initialiser {
  return { kind: 'uniform', bound: 1 / Math.sqrt(fanIn) };
}

/** An initialiser that gives every element the same value. */
export function constant(value: number): Initialiser {
  return { kind: 'constant', value };
}
