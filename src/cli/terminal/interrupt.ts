import { constants } from 'node:os';
import { InterruptedError } from '../process.js';
import { ENDING_SIGNALS } from './signals.js';

/**
 * Runs work that has to clean up if the user interrupts it: the signal aborts it, and the program waits
 * until it has ended.
 * @throws InterruptedError if it was interrupted
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const abort = (signal: NodeJS.Signals): void => {
    controller.abort(new InterruptedError(128 + constants.signals[signal]));
  };
  for (const signal of ENDING_SIGNALS) process.on(signal, abort);
  try {
    return await work(controller.signal);
  } finally {
    for (const signal of ENDING_SIGNALS) process.off(signal, abort);
  }
}
