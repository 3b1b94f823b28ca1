import type { Output, ProcessLike } from '../process.js';

/** Whether a stream is a terminal on which a line can be drawn over again. */
export function canRedraw({ isTTY }: Output, { TERM }: ProcessLike['env']): boolean {
  return isTTY === true && TERM !== 'dumb';
}
