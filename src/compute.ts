import type { Backend, WeightSource } from './engine/engine.js';
import { Pass } from './engine/pass.js';
import type { Plan } from './engine/plan.js';
import { elementCount, type Shape } from './engine/shape.js';
import { EngineError } from './errors.js';
import type { Module } from './nn/index.js';
import { type CallObserver, type Trace, trace } from './trace/trace.js';

/** A pass that really ran. */
export interface RealPass {
  readonly trace: Trace;
  /** What the model gave, in torch's order of elements. */
  readonly output: Float32Array;
  readonly outputShape: Shape;
  /** Milliseconds from the first operation to the last. */
  readonly forwardMs: number;
  /** The most bytes of values and weights that were alive at one time. */
  readonly peakBytes: number;
}

/**
 * Runs a model on a backend.
 * @param input the input's numbers, in torch's order of elements
 * @param plan how to run it, worked out from a pass on shapes (planPass)
 * @throws EngineError where the output is not finite.
 */
export function runOnBackend(
  model: Module,
  input: Float32Array,
  plan: Plan,
  backend: Backend,
  weights: WeightSource,
  observer: CallObserver = {},
): RealPass {
  if (input.length !== elementCount(plan.inputShape)) {
    throw new Error('the input does not have the shape that the pass was planned for');
  }
  const pass = new Pass(plan, backend, weights);
  // What an earlier pass took is not this one's.
  backend.takePeakBytes();
  try {
    const start = performance.now();
    const { trace: traced, output } = trace(model, pass.input(input), observer);
    const numbers = pass.read(output);
    const forwardMs = performance.now() - start;
    if (!numbers.every((value) => Number.isFinite(value))) {
      throw new EngineError(
        `The forward pass on the ${backend.name} engine gave numbers that are not finite.`,
        'Another --seed or --engine tells whether the weights or the engine are at fault.',
      );
    }
    return {
      trace: traced,
      output: numbers,
      outputShape: output.shape,
      forwardMs,
      peakBytes: backend.takePeakBytes(),
    };
  } finally {
    pass.dispose();
  }
}
