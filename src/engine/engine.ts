import type { StoredTensor } from './ops.js';
import type { Kernel } from './plan.js';
import type { Shape } from './shape.js';

/** Gives the numbers of a parameter or buffer, in torch's order of elements. */
export type WeightSource = (stored: StoredTensor) => Float32Array;

/** A value in a backend's memory. Only the backend that made it looks inside. */
export type Handle = object;

/** Runs kernels for real. Shapes and numbers go in and come out in torch's order (NCHW). */
export interface Backend {
  readonly name: string;
  /** The threads that its kernels run on. */
  readonly threads: number;
  /** Copies an array in. */
  write(data: Float32Array, shape: Shape): Handle;
  /** Copies a value out. */
  read(value: Handle): Float32Array;
  /** The shape that the value has in the backend's memory. */
  shapeOf(value: Handle): Shape;
  /** Runs one kernel and frees whatever it needed but the inputs and the output. */
  run(kernel: Kernel, inputs: readonly Handle[], weights: WeightSource): Handle;
  free(value: Handle): void;
  /** The most bytes of values and weights that were alive at one time since this was last called. */
  takePeakBytes(): number;
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
      /** Why not, in one sentence. */
      readonly reason: string;
      /** The command that gets it, where there is one. */
      readonly remedy: string | null;
    };

export interface StartOptions {
  /** Threads to run on; an engine that cannot have so many runs on fewer. */
  readonly threads: number;
}

/** A way to run a forward pass for real. */
export interface Engine {
  readonly name: string;
  /** The most bytes that its memory can grow to; Infinity where only the machine limits it. */
  readonly heapBytes: number;
  /** The threads that it runs on where nothing is said. */
  defaultThreads(): number;
  status(): EngineStatus;
  /**
   * Loads the engine.
   * @throws EngineError where it cannot be loaded.
   */
  start(options: StartOptions): Promise<Backend>;
}
