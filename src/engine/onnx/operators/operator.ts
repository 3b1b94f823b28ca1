import type { Kind, Op } from '../../../ops/index.js';
import type { StoredTensor } from '../../../ops/operation.js';
import type { Shape } from '../../../ops/shape.js';
import type { WeightSource } from '../../engine.js';
import type { Attribute, Value } from '../graph.js';

export type Attributes = Readonly<Record<string, Attribute>>;

/** Fills the memory of fed tensors, in the order in which their shapes were given. */
export type Fill = (source: WeightSource, targets: readonly Float32Array[]) => void;

/** A step of a plan as it becomes a part of a graph. */
export interface StepGraph {
  readonly inputs: readonly Value[];
  /** The operations that are folded into the one that is written, in order. */
  readonly folded: readonly Op[];
  /** Adds the node that makes the step's value. */
  output(operator: string, inputs: readonly Value[], attributes?: Attributes): void;
  /** Adds a node that makes a value which only this step reads. */
  between(operator: string, inputs: readonly Value[], shape: Shape, attributes?: Attributes): Value;
  /** The numbers of a parameter or buffer, fed as they are. */
  stored(tensor: StoredTensor): Value;
  /** Numbers that are made of parameters and buffers, and fed. */
  made(shapes: readonly Shape[], fill: Fill): readonly Value[];
  /** Numbers that are part of the graph. */
  constant(shape: Shape, numbers: Float32Array): Value;
  /** Sizes that are part of the graph. */
  sizes(shape: Shape): Value;
}

/** Writes an operation into a graph. */
export type Operator<K extends Kind> = (op: Op<K>, step: StepGraph) => void;

/** An operation that is one operator of ONNX without attributes, whatever its inputs. */
export function plain(operator: string): (op: object, step: StepGraph) => void {
  return (_op, step) => {
    step.output(operator, step.inputs);
  };
}

/**
 * The one input of a step.
 * @throws Error if there is none
 */
export function only({ inputs }: StepGraph): Value {
  const [input] = inputs;
  if (input === undefined) throw new Error('an operation was planned without an input');
  return input;
}

export function int(value: number): Attribute {
  return { type: 'int', value };
}

export function ints(...value: readonly number[]): Attribute {
  return { type: 'ints', value };
}

export function float(value: number): Attribute {
  return { type: 'float', value };
}
