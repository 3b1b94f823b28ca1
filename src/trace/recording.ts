import { ModelError } from '../errors.js';
import type { Op } from '../ops/index.js';
import { formatShape, type Shape } from '../ops/shape.js';
import type { ModuleNode } from './tree.js';

/** One operation of a recorded pass. */
export interface RecordedOp {
  readonly op: Op;
  /** The values that it reads. */
  readonly inputs: readonly number[];
  /** The shapes of these values. */
  readonly inputShapes: readonly Shape[];
  readonly outputShape: Shape;
}

/** Some operations that follow one another, by their places in the recording. */
export interface Span {
  readonly start: number;
  /** The first that is not among them any more. */
  readonly end: number;
}

/** One call of a module. */
export interface ModuleCall extends Span {
  readonly moduleId: number;
  readonly inputShapes: readonly Shape[];
  readonly outputShapes: readonly Shape[];
  /** Whether forward returned a tensor, an array or an object of them. */
  readonly outputForm: OutputForm;
}

export type OutputForm = 'tensor' | 'array' | 'object';

/**
 * What one forward pass did, known from shapes alone, as plain values.
 *
 * Its values are numbered: the k inputs are 0 to k - 1, and operation i makes value k + i.
 */
export interface Recording {
  /** The places of the model's modules, depth first, the model first. */
  readonly nodes: readonly ModuleNode[];
  readonly inputShapes: readonly Shape[];
  /** In the order in which they were recorded. */
  readonly operations: readonly RecordedOp[];
  /** The calls that came to an end, in the order in which they began. */
  readonly calls: readonly ModuleCall[];
  /** The values that the model returned, in order: inputs and early values too, and one may occur twice. */
  readonly outputs: readonly number[];
}

/** The shape of every value. */
export function valueShapes({ inputShapes, operations }: Recording): readonly Shape[] {
  return [...inputShapes, ...operations.map(({ outputShape }) => outputShape)];
}

/** The error of a pass whose numbers would not be exact. */
export function tooLarge(inputShapes: readonly Shape[]): ModelError {
  return new ModelError(
    'too-large',
    `an input of ${inputShapes.map(formatShape).join(' and ')} is too large: its mult-adds or bytes ` +
      'pass 2^53, beyond which they cannot be counted exactly',
  );
}
