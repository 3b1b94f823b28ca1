import type { ModuleCall } from '../trace/recording.js';
import type { ExecutedStep } from './engine.js';
import type { Plan } from './plan.js';

/**
 * The milliseconds of each call of a module, with those of the calls inside it: of all steps whose
 * operation lies in its span. What was folded into an operation has no time of its own: a call of
 * nothing but such operations has null, since its time counts for the call that they were folded into.
 */
export function callTimes(
  calls: readonly ModuleCall[],
  { steps }: Plan,
  executed: readonly ExecutedStep[],
): (number | null)[] {
  // The place of each step's operation; they rise, and calls may be many.
  const places = steps.map(({ operations }) => operations[0] ?? Infinity);
  const sums = new Float64Array(executed.length + 1);
  executed.forEach(({ milliseconds }, index) => {
    sums[index + 1] = (sums[index] ?? 0) + milliseconds;
  });
  return calls.map(({ start, end }) => {
    const [first, last] = [firstFrom(places, start), firstFrom(places, end)];
    if (first === last && end > start) return null;
    return (sums[last] ?? 0) - (sums[first] ?? 0);
  });
}

/** The index of the first of rising numbers that is not below another: a binary search. */
function firstFrom(rising: readonly number[], least: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rising[middle] ?? Infinity) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
