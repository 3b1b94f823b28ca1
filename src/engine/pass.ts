import { EngineError, ModelError, UserError } from '../errors.js';
import type { Backend, Handle, WeightSource } from './engine.js';
import type { Op } from './ops.js';
import type { Kernel, Plan } from './plan.js';
import { type OpRunner, Tensor } from './tensor.js';

/**
 * Runs a forward pass on a backend as its plan says. The model's forward functions run once more,
 * operation by operation beside the plan, and every tensor they see has the shape of the value that
 * the backend made.
 */
export class Pass implements OpRunner {
  readonly #plan: Plan;
  readonly #backend: Backend;
  readonly #weights: WeightSource;
  readonly #values = new Map<number, Handle>();
  #next = 0;

  constructor(plan: Plan, backend: Backend, weights: WeightSource) {
    this.#plan = plan;
    this.#backend = backend;
    this.#weights = weights;
  }

  /** Copies the input in and gives it to the model. */
  input(data: Float32Array): Tensor {
    const value = this.#backend.write(data, this.#plan.inputShape);
    this.#values.set(0, value);
    return new Tensor(this.#backend.shapeOf(value), 0, this);
  }

  run(op: Op, inputs: readonly Tensor[]): Tensor {
    const step = this.#plan.steps[this.#next];
    const id = ++this.#next;
    const expected = step?.inputs ?? [];
    const asPlanned =
      step?.op.kind === op.kind &&
      inputs.length === expected.length &&
      inputs.every((input, index) => input.runner === this && input.id === expected[index]);
    if (step === undefined || !asPlanned) {
      throw new ModelError(
        `operation ${String(id)} of the forward pass was not the one that the shapes foretold; ` +
          'a forward function must do the same each time it runs',
      );
    }
    if (step.kernel !== null) {
      const handles = expected.map((value) => this.#value(this.#storageOf(value)));
      this.#values.set(id, this.#compute(step.kernel, handles));
    }
    const shape = this.#backend.shapeOf(this.#value(step.storage));
    for (const value of step.frees) {
      this.#backend.free(this.#value(value));
      this.#values.delete(value);
    }
    return new Tensor(shape, id, this);
  }

  /** The numbers of the tensor that the pass ended with, in torch's order. */
  read(output: Tensor): Float32Array {
    return this.#backend.read(this.#value(this.#storageOf(output.id)));
  }

  /** Frees what is left, after the pass or after an error in it. */
  dispose(): void {
    for (const value of this.#values.values()) this.#backend.free(value);
    this.#values.clear();
  }

  /** What goes wrong inside an engine is told in a sentence, since it is mostly a lack of memory. */
  #compute(kernel: Kernel, inputs: readonly Handle[]): Handle {
    try {
      return this.#backend.run(kernel, inputs, this.#weights);
    } catch (error) {
      if (error instanceof UserError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new EngineError(
        `The ${this.#backend.name} engine failed in ${kernel.kind}: ${reason}`,
        'If memory ran out, try a smaller batch or image in --input-size, or --engine meta.',
        { cause: error },
      );
    }
  }

  #storageOf(value: number): number {
    return value === 0 ? 0 : (this.#plan.steps[value - 1]?.storage ?? value);
  }

  #value(storage: number): Handle {
    const value = this.#values.get(storage);
    if (value === undefined) throw new Error(`value ${String(storage)} was freed before its time`);
    return value;
  }
}
