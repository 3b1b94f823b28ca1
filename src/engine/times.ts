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
  return calls.map(({ start, end }) => {
    const isInside = (place: number | undefined): boolean =>
      place !== undefined && place >= start && place < end;
    const own = executed.filter((_, index) => isInside(steps[index]?.operations[0]));
    if (own.length === 0 && end > start) return null;
    return own.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  });
}
