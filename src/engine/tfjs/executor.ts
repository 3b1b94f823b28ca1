import type * as tfjs from '@tensorflow/tfjs-core';
import { EngineError, UserError } from '../../errors.js';
import type { Kind, Op } from '../../ops/index.js';
import { elementCount, equalShapes } from '../../ops/shape.js';
import type {
  ExecutedStep,
  ExecuteOptions,
  Execution,
  Executor,
  OutputValue,
  WeightSource,
} from '../engine.js';
import { failedIn, wrongShape } from '../failures.js';
import { checkInputs } from '../inputs.js';
import type { Plan, PlannedStep } from '../plan.js';
import type { TensorFlow } from './internals.js';
import { KERNELS } from './kernels/index.js';
import type { KernelContext } from './kernels/kernel.js';
import { inTorchOrder, shapeOf, toTorchOrder, type Value } from './layout.js';

/**
 * Makes a backend the one that computes.
 * @throws EngineError if it does not start, which TensorFlow.js reports on the console alone
 */
export async function useBackend(tf: TensorFlow, name: string): Promise<void> {
  if (await tf.setBackend(name)) return;
  throw new EngineError('no-start', `The ${name} engine did not start.`);
}

/** The result of a pass on TensorFlow.js. */
export interface TfjsExecution extends Execution {
  /** The most bytes of tensors that were alive at one time, as TensorFlow.js counts them. */
  readonly peakBytes: number;
}

/** Executes plans step by step on a TensorFlow.js namespace. */
export class TfjsExecutor implements Executor {
  readonly name: string;
  readonly threads: number;
  /** Whether the backend's own convolution has groups. */
  readonly hasGroups: boolean;
  readonly #tf: TensorFlow;

  constructor(
    tf: TensorFlow,
    { name, threads, hasGroups }: Pick<TfjsExecutor, 'name' | 'threads' | 'hasGroups'>,
  ) {
    this.#tf = tf;
    this.name = name;
    this.threads = threads;
    this.hasGroups = hasGroups;
  }

  execute(
    plan: Plan,
    weights: WeightSource,
    inputs: readonly Float32Array[],
    options: ExecuteOptions = {},
  ): Promise<TfjsExecution> {
    return new Pass(this.#tf, this, plan, weights).run(inputs, options);
  }
}

/** One execution of a plan. */
class Pass {
  readonly #tf: TensorFlow;
  readonly #name: string;
  readonly #hasGroups: boolean;
  readonly #plan: Plan;
  readonly #weights: WeightSource;
  readonly #values = new Map<number, Value>();
  readonly #bytesBefore: number;
  #peakBytes = 0;

  constructor(
    tf: TensorFlow,
    { name, hasGroups }: Pick<TfjsExecutor, 'name' | 'hasGroups'>,
    plan: Plan,
    weights: WeightSource,
  ) {
    this.#tf = tf;
    this.#name = name;
    this.#hasGroups = hasGroups;
    this.#plan = plan;
    this.#weights = weights;
    this.#bytesBefore = tf.memory().numBytes;
  }

  async run(
    inputs: readonly Float32Array[],
    { steps = false, observer }: ExecuteOptions,
  ): Promise<TfjsExecution> {
    // TensorFlow.js has one backend at a time in a process, whoever chose it.
    if (this.#tf.getBackend() !== this.#name) {
      throw new Error(
        `${this.#name} was asked to compute after ${this.#tf.getBackend()} had started`,
      );
    }
    const executed: ExecutedStep[] = [];
    try {
      const start = performance.now();
      this.#write(inputs);
      for (const [index, step] of this.#plan.steps.entries()) {
        // Waits only if it has to: nothing else may run between the steps of a pass.
        const pause = observer?.step(index);
        if (pause instanceof Promise) await pause;
        const begun = performance.now();
        const value = this.#runStep(step);
        if (steps)
          executed.push({ milliseconds: performance.now() - begun, shape: shapeOf(value) });
        for (const dead of step.frees) this.#free(dead);
      }
      const outputs = this.#plan.outputs.map((value) => this.#read(this.#value(value)));
      return {
        outputs,
        forwardMs: performance.now() - start,
        peakBytes: this.#peakBytes,
        steps: steps ? executed : null,
      };
    } finally {
      for (const value of [...this.#values.keys()]) this.#free(value);
    }
  }

  #write(inputs: readonly Float32Array[]): void {
    checkInputs(this.#plan, inputs);
    inputs.forEach((data, index) => {
      const shape = this.#plan.inputShapes[index] ?? [];
      this.#values.set(index, inTorchOrder(this.#measured(this.#tf.tensor(data, [...shape]))));
    });
  }

  #runStep(step: PlannedStep): Value {
    const inputs = step.inputs.map((value) => this.#value(value));
    const value = this.#compute(step, inputs);
    this.#values.set(step.output, value);
    const shape = shapeOf(value);
    if (!equalShapes(shape, step.outputShape)) {
      throw wrongShape(this.#name, step, shape);
    }
    return value;
  }

  #compute(step: PlannedStep, inputs: readonly Value[]): Value {
    const context: KernelContext = {
      tf: this.#tf,
      folded: step.folded,
      hasGroups: this.#hasGroups,
      weights: (stored) => {
        const numbers = new Float32Array(elementCount(stored.shape));
        this.#weights.fill(stored, numbers);
        return numbers;
      },
      derive: (tensor, make) => {
        const made = this.#measured(make(tensor));
        tensor.dispose();
        return made;
      },
    };
    try {
      return this.#tidy(() => runKernel(step.op, inputs, context));
    } catch (error) {
      throw error instanceof UserError ? error : failedIn(this.#name, step, error);
    }
  }

  /** Frees the intermediate tensors of a value, but not the value. */
  #tidy(make: () => Value): Value {
    const kept: Value[] = [];
    this.#tf.tidy(() => {
      const value = make();
      kept.push(value);
      return this.#measured(value.tensor);
    });
    const [value] = kept;
    if (value === undefined) throw new Error('a kernel gave nothing');
    return value;
  }

  #read(value: Value): OutputValue {
    const ordered = this.#tf.tidy(() => toTorchOrder(this.#tf, value));
    const data = Float32Array.from(ordered.dataSync());
    if (ordered !== value.tensor) ordered.dispose();
    return { shape: ordered.shape, data };
  }

  #value(value: number): Value {
    const found = this.#values.get(value);
    if (found === undefined) throw new Error(`value ${String(value)} was freed before its time`);
    return found;
  }

  #free(value: number): void {
    this.#values.get(value)?.tensor.dispose();
    this.#values.delete(value);
  }

  #measured<T extends tfjs.Tensor>(tensor: T): T {
    this.#peakBytes = Math.max(this.#peakBytes, this.#tf.memory().numBytes - this.#bytesBefore);
    return tensor;
  }
}

function runKernel<K extends Kind>(
  op: Op<K>,
  inputs: readonly Value[],
  context: KernelContext,
): Value {
  return KERNELS[op.kind](op, inputs, context);
}
