import { EngineError } from '../errors.js';
import { formatShape, type Shape } from '../ops/shape.js';
import type { PlannedStep } from './plan.js';

/** The error of a value that came out in another shape than was recorded. */
export function wrongShape(engine: string, step: PlannedStep, shape: Shape): EngineError {
  const { place, op, outputShape: recorded } = step;
  return new EngineError(
    'wrong-shape',
    `${place}: ${op.kind} gave ${formatShape(shape)} on the ${engine} engine, ` +
      `but ${formatShape(recorded)} was recorded`,
    { facts: { operation: op.kind, module: place, shape, recorded } },
  );
}

/** An error inside an engine as a sentence, since it is mostly a lack of memory. */
export function failedIn(engine: string, { op, place }: PlannedStep, error: unknown): EngineError {
  const reason = error instanceof Error ? error.message : String(error);
  return new EngineError('failed', `The ${engine} engine failed in ${op.kind}: ${reason}`, {
    facts: { engine, operation: op.kind, module: place },
    cause: error,
  });
}
