import { shapeArgument, wrongArgument } from '../ops/arguments.js';
import type { Shape } from '../ops/shape.js';

/** How a stored tensor gets its numbers when no weights are given. */
export type Initialiser =
  | { readonly kind: 'uniform'; readonly bound: number }
  | { readonly kind: 'constant'; readonly value: number };

/** `torch.nn.Parameter`: float32 numbers of any shape that training changes, unless it is frozen. */
export class Parameter {
  readonly shape: Shape;
  requiresGrad = true;

  /** @throws ModelError if the shape is not one of whole numbers, or the initialiser is none. */
  constructor(
    shape: Shape,
    readonly initialiser: Initialiser,
  ) {
    this.shape = shapeArgument('Parameter', 'shape', shape, 0);
    checkInitialiser('Parameter', initialiser);
  }
}

/** A tensor of any shape that a module stores but that training does not change (torch's `register_buffer`). */
export class Buffer {
  readonly shape: Shape;

  /** @throws ModelError if the shape is not one of whole numbers, or another argument is not accepted. */
  constructor(
    shape: Shape,
    readonly initialiser: Initialiser,
    readonly dtype: 'float32' | 'int64' = 'float32',
  ) {
    this.shape = shapeArgument('Buffer', 'shape', shape, 0);
    checkInitialiser('Buffer', initialiser);
    const given: string = dtype;
    if (given !== 'float32' && given !== 'int64') {
      throw wrongArgument('Buffer', 'dtype', 'float32 or int64', dtype);
    }
  }
}

const INITIALISER = 'what nn.constant or nn.kaimingUniform gives';

function checkInitialiser(owner: string, initialiser: Initialiser): void {
  if (isInitialiser(initialiser)) return;
  throw wrongArgument(owner, 'initialiser', INITIALISER, initialiser);
}

function isInitialiser(given: unknown): boolean {
  if (typeof given !== 'object' || given === null || !('kind' in given)) return false;
  if (given.kind === 'constant') return 'value' in given && isFloat32(given.value);
  if (given.kind !== 'uniform' || !('bound' in given)) return false;
  return isFloat32(given.bound) && given.bound >= 0;
}

/** Whether a value is a number that float32 can hold. */
function isFloat32(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(Math.fround(value));
}

/**
 * The default initialisation of `torch.nn.Conv2d` and `torch.nn.Linear`: Kaiming uniform with
 * a = sqrt(5), which is uniform in ±1 / sqrt(fanIn), for weight and bias alike (their
 * `reset_parameters`).
 * @throws ModelError if it is no number above 0.
 *
 * @example
 * console.log(nn.kaimingUniform(4)); // { kind: 'uniform', bound: 0.5 }
 */
export function kaimingUniform(fanIn: number): Initialiser {
  if (!(typeof fanIn === 'number' && fanIn > 0 && fanIn < Infinity)) {
    throw wrongArgument('kaimingUniform', 'fanIn', 'a number above 0', fanIn);
  }
  return { kind: 'uniform', bound: 1 / Math.sqrt(fanIn) };
}

/**
 * An initialiser that gives every element the same value.
 * @throws ModelError if it is no number that float32 can hold.
 *
 * @example
 * const scale = new nn.Parameter([64, 1, 1], nn.constant(1e-6));
 * console.log(scale.shape); // [ 64, 1, 1 ]
 */
export function constant(value: number): Initialiser {
  if (!isFloat32(value)) throw wrongArgument('constant', 'value', 'a float32 number', value);
  return { kind: 'constant', value };
}
