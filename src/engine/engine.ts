import type { Shape } from '../ops/shape.js';
import type { StoredTensor } from '../ops/operation.js';
import type { ResidentCost } from './memory.js';
import type { FoldRule, Plan } from './plan.js';

/** Where the numbers of parameters and buffers come from. */
export interface WeightSource {
  /** Fills memory that the engine owns with a tensor's numbers, in torch's order of elements. */
  fill(stored: StoredTensor, target: Float32Array): void;
}

/** Whether an engine can be used here, found out without loading it. */
export type EngineStatus =
  | {
      readonly ready: true;
      readonly version: string;
      /** The folder of the package that it runs from. */
      readonly path: string;
    }
  | {
      readonly ready: false;
      /** Whether it is there, but not as it should be; false by default. */
      readonly damaged?: boolean;
      /** Why not, in one sentence. */
      readonly reason: string;
      /** The command that gets it, if there is one. */
      readonly remedy: string | null;
    };

/** The memory that an engine expects a pass to take. */
export interface Prediction {
  /**
   * The bytes by which the resident memory of the process grows, from before the engine is loaded to the
   * peak of the pass.
   */
  readonly residentBytes: number;
  /** The engine's own heap, if it ends before the machine's memory may. */
  readonly heap?: HeapPrediction;
}

/** The memory that a pass takes of an engine's own heap. */
export interface HeapPrediction {
  /** The bytes that its allocator may need. */
  readonly neededBytes: number;
  /** The most bytes that it can grow to. */
  readonly limitBytes: number;
}

export interface StartOptions {
  /** Threads to run on; an engine that cannot use that many runs on fewer. */
  readonly threads: number;
  /** The bytes that the pass may need, by the engine's prediction; 0 by default. */
  readonly neededBytes?: number;
  /** The engine's status, if it is known already. */
  readonly status?: EngineStatus;
}

/** A way to compute a forward pass: what is known of it before it is loaded, and how to load it. */
export interface Engine {
  readonly name: string;
  /** The operations that it can run as part of another one. */
  readonly folds: readonly FoldRule[];
  /** The threads that it runs on by default: the most that it can make use of on this machine. */
  defaultThreads(): number;
  status(): EngineStatus;
  /**
   * The memory that a pass would take, without loading the engine.
   * @param cost what memory costs, for finding that out; as it was measured by default
   */
  predict(plan: Plan, options: StartOptions, cost?: ResidentCost): Prediction;
  /**
   * Loads the engine.
   * @throws EngineError if it cannot be loaded.
   */
  start(options: StartOptions): Promise<Executor>;
}

/** A loaded engine. Shapes and numbers go in and come out in torch's order (NCHW). */
export interface Executor {
  readonly name: string;
  /** The threads that it computes on. */
  readonly threads: number;
  /**
   * Runs a pass.
   * @param inputs the numbers of each input, in torch's order of elements
   * @throws EngineError if it fails, or if a value comes out in another shape than was recorded.
   */
  execute(
    plan: Plan,
    weights: WeightSource,
    inputs: readonly Float32Array[],
    options?: ExecuteOptions,
  ): Promise<Execution>;
}

export interface ExecuteOptions {
  /** Whether to report the time and shape of each step; false by default. */
  readonly steps?: boolean;
  readonly observer?: PassObserver;
}

/** Follows the progress of a pass. */
export interface PassObserver {
  /**
   * Called before a step of the plan runs; by an engine that runs the whole at once, for the first step
   * alone. A promise that it returns is waited for.
   */
  step(index: number): unknown;
}

/** The result of a pass. */
export interface Execution {
  /** The model's outputs, in order. */
  readonly outputs: readonly OutputValue[];
  /** Milliseconds from handing in the inputs to having the outputs. */
  readonly forwardMs: number;
  /** One for each step of the plan; null unless `steps` was set. */
  readonly steps: readonly ExecutedStep[] | null;
}

/** One output of a pass. */
export interface OutputValue {
  readonly shape: Shape;
  /** In torch's order of elements. */
  readonly data: Float32Array;
}

/** What was measured of one step of a pass. */
export interface ExecutedStep {
  readonly milliseconds: number;
  /** The shape that the value had. */
  readonly shape: Shape;
}
