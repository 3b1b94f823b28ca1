import type { Op } from './ops.js';
import type { Shape } from './shape.js';

/** Runs the operations of one forward pass, for shapes alone or for real. */
export interface OpRunner {
  /**
   * Runs one operation.
   * @throws ModelError where the operation cannot take inputs of these shapes.
   */
  run(op: Op, inputs: readonly Tensor[]): Tensor;
}

/**
 * A value in a forward pass: its shape, and the runner that computes with it. The numbers, where
 * there are any, stay with the runner, which frees them as soon as nothing will read them again.
 */
export class Tensor {
  constructor(
    /** The size along each axis (NCHW for images). */
    readonly shape: Shape,
    /** Its place among the values of the pass: 0 is the input, n + 1 the output of operation n. */
    readonly id: number,
    readonly runner: OpRunner,
  ) {}
}
