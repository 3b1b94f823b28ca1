import { ModelError } from '../errors.js';
import { axis, wrongArgument } from '../ops/arguments.js';
import type { Op } from '../ops/index.js';
import type { Shape } from '../ops/shape.js';
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
    /** The size along each axis (NCHW for images). */
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
   * `torch.mean` over axes, all of them by default: [N, C, H, W] over [2, 3] → [N, C].
   * @param keepdim whether the axes stay, with a size of 1
   */
  mean(
    dims: number | readonly number[] = this.shape.map((_, dim) => dim),
    keepdim = false,
  ): Tensor {
    const found = [dims].flat().map((dim) => this.#axis('mean', 'dims', dim));
    return this.recorder.record({ kind: 'mean', dims: [...new Set(found)], keepdim }, [this]);
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
    const isSize = (size: unknown): boolean =>
      typeof size === 'number' && Number.isInteger(size) && (size === -1 || size >= 1);
    if (!Array.isArray(shape) || !shape.every(isSize)) {
      throw wrongArgument(
        'reshape',
        'shape',
        'a list of whole numbers from 1, one of them -1',
        shape,
      );
    }
    return this.recorder.record({ kind: 'reshape', shape }, [this]);
  }

  /** `torch.permute`: the axes in another order; [N, C, H, W] by [0, 2, 3, 1] → [N, H, W, C]. */
  permute(dims: readonly number[]): Tensor {
    const given: unknown = dims;
    if (!Array.isArray(given)) throw wrongArgument('permute', 'dims', 'a list of axes', given);
    return this.recorder.record(
      {
        kind: 'permute',
        dims: dims.map((dim) => this.#axis('permute', 'dims', dim)),
      },
      [this],
    );
  }

  #axis(method: string, name: string, value: number): number {
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
  const [first] = tensors;
  if (first === undefined) throw new ModelError('inputs', 'cat takes at least one tensor');
  return first.recorder.record(
    { kind: 'cat', dim: axis('cat', 'dim', dim, first.shape.length) },
    tensors,
  );
}

/** What a forward returns: a tensor, or an array or object of them, nested if need be. */
export type Output = Tensor | readonly Output[] | { readonly [name: string]: Output };

/**
 * The tensors of an output, in order.
 * @throws ModelError if it holds something else.
 */
export function tensorsOf(output: Output): Tensor[] {
  if (output instanceof Tensor) return [output];
  const isHolder: unknown = output;
  if (typeof isHolder !== 'object' || isHolder === null) {
    throw new ModelError(
      'output',
      `a forward gives a tensor, or an array or object of them, but gave ${String(isHolder)}`,
    );
  }
  return Object.values(output).flatMap(tensorsOf);
}
