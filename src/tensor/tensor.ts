import { ModelError } from '../errors.js';
import { axis, flag, isCount, MOST_AXES, shown, wrongArgument } from '../ops/arguments.js';
import type { Op } from '../ops/index.js';
import type { Shape } from '../ops/shape.js';
import { grouped } from '../text/python-format.js';
import type { Recorder } from './recorder.js';

const ADD: Op = { kind: 'add' };
const SUB: Op = { kind: 'sub' };
const MUL: Op = { kind: 'mul' };
const MATMUL: Op = { kind: 'matmul' };
const RELU: Op = { kind: 'relu' };
const SIGMOID: Op = { kind: 'sigmoid' };

/**
 * A value in a forward pass: its shape, and the methods that torch's tensors have. It has no numbers:
 * operations on it are recorded, and an engine computes them later.
 *
 * Axes below 0 count from the last, as in torch.
 *
 * @example
 * // x: [N, C, H, W]
 * const gate = x.mean([2, 3], true).sigmoid(); // [N, C, 1, 1]
 * const scaled = x.mul(gate); // [N, C, H, W]
 */
export class Tensor {
  constructor(
    /** The size along each axis (NCHW for images); it cannot change. */
    readonly shape: Shape,
    /** Its index among the values of the pass: the inputs come first, then one value for each operation. */
    readonly id: number,
    /**
     * What records the pass.
     * @internal
     */
    readonly recorder: Recorder,
  ) {}

  /** `torch.add`: this + other, broadcast as torch does. */
  add(other: Tensor): Tensor {
    return this.recorder.record(ADD, [this, other]);
  }

  /** `torch.sub`: this - other, broadcast as torch does. */
  sub(other: Tensor): Tensor {
    return this.recorder.record(SUB, [this, other]);
  }

  /** `torch.mul`: this * other, broadcast: [N, C, H, W] times [N, C, 1, 1] scales each channel. */
  mul(other: Tensor): Tensor {
    return this.recorder.record(MUL, [this, other]);
  }

  /** `torch.matmul`: [..., n, k] and [..., k, m] → [..., n, m]. */
  matmul(other: Tensor): Tensor {
    return this.recorder.record(MATMUL, [this, other]);
  }

  /** `torch.relu`: max(x, 0), any shape. */
  relu(): Tensor {
    return this.recorder.record(RELU, [this]);
  }

  /** `torch.sigmoid`: 1 / (1 + exp(-x)), any shape. */
  sigmoid(): Tensor {
    return this.recorder.record(SIGMOID, [this]);
  }

  /** `torch.softmax` along an axis: the shape stays. */
  softmax(dim: number): Tensor {
    return this.recorder.record({ kind: 'softmax', dim: this.#axis('softmax', 'dim', dim) }, [
      this,
    ]);
  }

  /**
   * `torch.mean` over axes: [N, C, H, W] over [2, 3] → [N, C].
   * @param dims all of them by default, and for an empty list, as in torch
   * @param keepdim whether the axes stay, with a size of 1
   */
  mean(dims: number | readonly number[] = [], keepdim = false): Tensor {
    return this.recorder.record(
      {
        kind: 'mean',
        dims: this.#axes('mean', dims),
        keepdim: flag('mean', 'keepdim', keepdim),
      },
      [this],
    );
  }

  /**
   * `torch.amax`: the greatest element over axes; [N, C, H, W] over 1 → [N, H, W].
   * @param dims all of them by default, and for an empty list, as in torch
   * @param keepdim whether the axes stay, with a size of 1
   */
  amax(dims: number | readonly number[] = [], keepdim = false): Tensor {
    return this.recorder.record(
      {
        kind: 'amax',
        dims: this.#axes('amax', dims),
        keepdim: flag('amax', 'keepdim', keepdim),
      },
      [this],
    );
  }

  /** `torch.flatten`: the axes from `startDim` to `endDim` become one; [N, C, H, W] from 1 → [N, C * H * W]. */
  flatten(startDim = 0, endDim = -1): Tensor {
    if (this.shape.length === 0) return this.reshape([1]);
    const [start, end] = [
      this.#axis('flatten', 'startDim', startDim),
      this.#axis('flatten', 'endDim', endDim),
    ];
    if (start > end) throw wrongArgument('flatten', 'endDim', 'no axis before startDim', endDim);
    return this.recorder.record({ kind: 'flatten', startDim: start, endDim: end }, [this]);
  }

  /** `torch.reshape`: the same elements in another shape; one size may be -1, for whatever is left. */
  reshape(shape: Shape): Tensor {
    const isSize = (size: unknown): boolean => size === -1 || isCount(size, 1);
    const isList: unknown = Array.isArray(shape);
    // A copy, in which holes have become undefined.
    const sizes = isList === true ? [...shape] : [];
    if (isList !== true || !sizes.every(isSize)) {
      throw wrongArgument(
        'reshape',
        'shape',
        'a list of whole numbers from 1, one of them -1',
        shape,
      );
    }
    if (shape.length > MOST_AXES) {
      throw wrongArgument('reshape', 'shape', `at most ${String(MOST_AXES)} axes`, shape);
    }
    return this.recorder.record({ kind: 'reshape', shape: sizes }, [this]);
  }

  /** `torch.unsqueeze`: a new axis of size 1; [N, C] at 1, or at -2 → [N, 1, C]. */
  unsqueeze(dim: number): Tensor {
    const at = axis('unsqueeze', 'dim', dim, this.shape.length + 1);
    return this.reshape([...this.shape.slice(0, at), 1, ...this.shape.slice(at)]);
  }

  /** `torch.permute`: the axes in another order; [N, C, H, W] by [0, 2, 3, 1] → [N, H, W, C]. */
  permute(dims: readonly number[]): Tensor {
    const given: unknown = dims;
    if (!Array.isArray(given)) throw wrongArgument('permute', 'dims', 'a list of axes', given);
    return this.recorder.record(
      {
        kind: 'permute',
        dims: Array.from(dims, (dim) => this.#axis('permute', 'dims', dim)),
      },
      [this],
    );
  }

  /** The axes that are reduced; all of them if none are named. */
  #axes(method: string, dims: number | readonly number[]): readonly number[] {
    const given: readonly unknown[] = Array.isArray(dims) ? dims : [dims];
    // Unlike map, it does not pass over the holes of a list.
    const found = Array.from(given, (dim) => this.#axis(method, 'dims', dim));
    if (new Set(found).size !== found.length) {
      throw wrongArgument(method, 'dims', 'each axis once', dims);
    }
    return found.length === 0 ? this.shape.map((_, dim) => dim) : found;
  }

  #axis(method: string, name: string, value: unknown): number {
    return axis(method, name, value, this.shape.length);
  }
}

/**
 * `torch.cat`: tensors one after the other along an axis.
 * @throws ModelError if there are none, or their shapes differ in another axis.
 *
 * @example
 * // a: [N, 64, H, W], b: [N, 32, H, W]
 * cat([a, b], 1); // [N, 96, H, W]
 */
export function cat(tensors: readonly Tensor[], dim = 0): Tensor {
  const given: unknown = tensors;
  if (!Array.isArray(given)) throw wrongArgument('cat', 'tensors', 'a list of tensors', given);
  const list = [...tensors];
  const [first] = list;
  if (list.length === 0) throw new ModelError('inputs', 'cat takes at least one tensor');
  if (!isTensor(first)) throw wrongArgument('cat', 'tensors', 'a list of tensors', first);
  return first.recorder.record(
    { kind: 'cat', dim: axis('cat', 'dim', dim, first.shape.length) },
    list,
  );
}

/** Whether a value is a tensor of some pass. */
export function isTensor(value: unknown): value is Tensor {
  return value instanceof Tensor;
}

/** What a forward returns: a tensor, or an array or object of them, nested if need be. */
export type Output = Tensor | readonly Output[] | { readonly [name: string]: Output };

/**
 * The most tensors, arrays and objects that one forward returns, and how deep they may be nested. The
 * keys and values that a language model of 100 layers keeps are 200 tensors, two levels down.
 */
const MOST_RETURNED = 10_000;
const MOST_NESTED = 100;

/**
 * The tensors of an output, in order.
 * @throws ModelError if it is something else, holds something else, or holds itself.
 */
export function tensorsOf(output: Output): Tensor[] {
  return output instanceof Tensor ? [output] : new OutputReader().read(output);
}

/** Reads the tensors of an output that is, or should be, an array or an object. */
class OutputReader {
  readonly #found: Tensor[] = [];
  /** The arrays and objects that are being read, outermost first, and the keys taken in them. */
  readonly #holders: object[] = [];
  readonly #keys: string[] = [];
  #count = 0;

  read(output: unknown): Tensor[] {
    this.#visit(output);
    return this.#found;
  }

  #visit(value: unknown): void {
    this.#count += 1;
    if (this.#count > MOST_RETURNED) {
      throw this.#error(`gave more than ${grouped(MOST_RETURNED)} of them`);
    }
    if (value instanceof Tensor) {
      this.#found.push(value);
      return;
    }
    if (!isHolder(value)) throw this.#unexpected(value);
    if (this.#holders.includes(value)) throw this.#error(`gave what holds itself${this.#place()}`);
    if (this.#holders.length === MOST_NESTED) {
      throw this.#error(`gave them more than ${String(MOST_NESTED)} levels deep`);
    }
    this.#holders.push(value);
    // The holes of an array count as undefined.
    const entries: [string, unknown][] = Array.isArray(value)
      ? Array.from(value, (item: unknown, index) => [`[${String(index)}]`, item])
      : Object.entries(value).map(([key, item]) => [`[${JSON.stringify(key)}]`, item]);
    for (const [key, item] of entries) {
      this.#keys.push(key);
      this.#visit(item);
      this.#keys.pop();
    }
    this.#holders.pop();
  }

  #unexpected(value: unknown): ModelError {
    if (value instanceof Promise) {
      // It may fail later, when nobody waits for it any more.
      value.catch(() => undefined);
      return this.#error(`gave a promise${this.#place()}`, 'An async forward cannot be recorded.');
    }
    return this.#error(`gave ${shown(value)}${this.#place()}`);
  }

  #place(): string {
    return this.#keys.length === 0 ? '' : ` at ${this.#keys.join('')}`;
  }

  #error(what: string, hint?: string): ModelError {
    const expected = 'a tensor, or an array or plain object of them';
    return new ModelError('output', `a forward gives ${expected}, but ${what}`, { hint });
  }
}

/** Whether a value is an array or a plain object: others, such as a Map, may hold tensors unseen. */
function isHolder(value: unknown): value is readonly unknown[] | Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
