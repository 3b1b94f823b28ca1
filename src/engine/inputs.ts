import { elementCount } from '../ops/shape.js';
import type { Plan } from './plan.js';

/**
 * Checks that a pass is given what it was planned for.
 * @throws Error if it is not
 */
export function checkInputs({ inputShapes }: Plan, inputs: readonly Float32Array[]): void {
  if (inputs.length !== inputShapes.length) {
    throw new Error(
      `the pass takes ${String(inputShapes.length)} inputs, not ${String(inputs.length)}`,
    );
  }
  inputs.forEach((data, index) => {
    if (data.length === elementCount(inputShapes[index] ?? [])) return;
    throw new Error(`input ${String(index)} does not have the shape that the pass was planned for`);
  });
}
