import { byteSize } from '../../ops/shape.js';
import { Heap } from '../heap.js';
import type { Plan } from '../plan.js';

/**
 * The bytes that ONNX Runtime's arena comes to hold for the values of a pass: one heap that grows at its
 * end, in which each value has memory of its own. What the runtime computes in place, and what its arena
 * takes more than it needs, since it doubles, come near enough to cancelling each other out.
 */
export function arenaBytes({ steps }: Plan): number {
  const heap = new Heap({ firstRegionBytes: Infinity, leastRest: () => 1 });
  const frees = new Map<number, () => void>();
  for (const step of steps) {
    const bytes = byteSize(step.outputShape);
    // operators/group-norm.ts has the centred values until there are the normalised ones, which are scaled
    // and shifted in place.
    const freeCentred = step.op.kind === 'groupNorm' ? heap.allocate(bytes) : () => undefined;
    frees.set(step.output, heap.allocate(bytes));
    freeCentred();
    for (const value of step.frees) {
      frees.get(value)?.();
      frees.delete(value);
    }
  }
  return heap.residentBytes;
}

/** The bytes that JavaScript has of inputs and weights, all of them as long as the pass runs. */
export function arrayBytes({ inputShapes, weightBytes }: Plan): number {
  return inputShapes.reduce((sum, shape) => sum + byteSize(shape), weightBytes);
}
