import type { Shape } from '../../ops/shape.js';

/** A value that a graph reads or makes; its numbers are float32 unless it is a constant that says otherwise. */
export interface Value {
  readonly name: string;
  readonly shape: Shape;
}

/** A value whose shape is for the runtime to find out. */
export interface UnknownValue {
  readonly name: string;
  readonly shape: null;
}

/** What an attribute of a node holds, by the types that ONNX tells apart. */
export type Attribute =
  | { readonly type: 'int'; readonly value: number }
  | { readonly type: 'ints'; readonly value: readonly number[] }
  | { readonly type: 'float'; readonly value: number };

/** One application of an operator of ONNX. */
export interface Node {
  readonly name: string;
  /** The operator, by ONNX's name: `Conv`. */
  readonly operator: string;
  /** The names of the values that it reads. */
  readonly inputs: readonly string[];
  /** The name of the value that it makes. */
  readonly output: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** Numbers that are part of a graph. */
export interface Constant extends Value {
  readonly numbers:
    | { readonly type: 'float'; readonly values: Float32Array }
    | { readonly type: 'int64'; readonly values: readonly number[] };
}

/** What ONNX calls a graph: every value that it holds has its shape, unless it is to be found out. */
export interface Graph {
  readonly nodes: readonly Node[];
  readonly constants: readonly Constant[];
  /** The values that are fed, weights among them. */
  readonly inputs: readonly Value[];
  /** The values that are neither fed nor asked for. */
  readonly between: readonly Value[];
  readonly outputs: readonly (Value | UnknownValue)[];
}
