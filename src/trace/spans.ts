import { multiplyAccumulates } from '../ops/index.js';
import { byteSize } from '../ops/shape.js';
import type { ModuleCall, RecordedOp, Recording, Span } from './recording.js';

/** Amounts of operations that follow one another, each added up once for all spans. */
export interface SpanSums {
  /** Floating-point operations: 2 for each multiply-accumulate of a matrix product, 0 for the rest. */
  readonly flops: (span: Span) => number;
  /** Bytes of the values that the operations make, each value once. */
  readonly activationBytes: (span: Span) => number;
}

/** Prepares the sums of a recording's spans. */
export function spanSums({ operations }: Recording): SpanSums {
  // Sums of all operations before each.
  const flops = new Float64Array(operations.length + 1);
  const bytes = new Float64Array(operations.length + 1);
  operations.forEach((operation, index) => {
    flops[index + 1] = (flops[index] ?? 0) + flopsOf(operation);
    bytes[index + 1] = (bytes[index] ?? 0) + byteSize(operation.outputShape);
  });
  return {
    flops: ({ start, end }) => (flops[end] ?? 0) - (flops[start] ?? 0),
    activationBytes: ({ start, end }) => (bytes[end] ?? 0) - (bytes[start] ?? 0),
  };
}

/** Floating-point operations of a whole pass: 2 for each multiply-accumulate of a matrix product. */
export function totalFlops({ operations }: Recording): number {
  let sum = 0;
  for (const operation of operations) sum += flopsOf(operation);
  return sum;
}

function flopsOf({ op, inputShapes, outputShape }: RecordedOp): number {
  return 2 * multiplyAccumulates(op, inputShapes, outputShape);
}

/**
 * For each operation, the innermost of the calls whose span holds it; null if there is none. What a call
 * did that failed belongs to the one around it. A call that ended inside another began after it, and so
 * comes after it in the list.
 */
export function innermostCalls({ operations, calls }: Recording): (ModuleCall | null)[] {
  /** The calls that hold the operation, outermost first, and ended ones until they are at the end. */
  const open: ModuleCall[] = [];
  let next = 0;
  return operations.map((_, place) => {
    for (let call = calls[next]; call !== undefined && call.start <= place; call = calls[next]) {
      open.push(call);
      next++;
    }
    while ((open.at(-1)?.end ?? Infinity) <= place) open.pop();
    return open.at(-1) ?? null;
  });
}
