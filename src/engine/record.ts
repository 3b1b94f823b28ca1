import type { Op } from './ops.js';
import type { Shape } from './shape.js';
import { outputShape } from './shapes.js';
import { type OpRunner, Tensor } from './tensor.js';

/** One operation of a recorded pass. */
export interface Step {
  readonly op: Op;
  readonly inputs: readonly Tensor[];
  readonly outputShape: Shape;
}

/** A forward pass as a list of operations, known from shapes alone. */
export interface Recording {
  readonly inputShape: Shape;
  readonly steps: readonly Step[];
}

/** Runs a forward pass on shapes alone and keeps what it asked for: this is the meta engine. */
export class Recorder implements OpRunner {
  readonly #steps: Step[] = [];

  constructor(readonly inputShape: Shape) {}

  /** The input of the pass. */
  input(): Tensor {
    return new Tensor(this.inputShape, 0, this);
  }

  run(op: Op, inputs: readonly Tensor[]): Tensor {
    const shape = outputShape(op, inputs.map(shapeOf));
    return new Tensor(shape, this.#steps.push({ op, inputs, outputShape: shape }), this);
  }

  /** What has been recorded so far. */
  recording(): Recording {
    return { inputShape: this.inputShape, steps: [...this.#steps] };
  }
}

function shapeOf({ shape }: Tensor): Shape {
  return shape;
}
