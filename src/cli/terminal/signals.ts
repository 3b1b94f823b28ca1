import { constants } from 'node:os';

/** The signals by which users and systems end a program, of which Windows has not all. */
export const ENDING_SIGNALS = (['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const).filter(
  (signal) => signal in constants.signals,
);

/**
 * Does work that must not be cut off half way: a signal that would end the program does so after it.
 */
export async function holdingSignals<T>(work: () => Promise<T>): Promise<T> {
  const held: NodeJS.Signals[] = [];
  const hold = (signal: NodeJS.Signals): void => void held.push(signal);
  for (const signal of ENDING_SIGNALS) process.on(signal, hold);
  try {
    return await work();
  } finally {
    for (const signal of ENDING_SIGNALS) process.off(signal, hold);
    const [first] = held;
    if (first !== undefined) process.kill(process.pid, first);
  }
}

/**
 * Does something before a signal ends the program.
 * @returns a function that takes this back
 */
export function beforeSignals(prepare: () => void): () => void {
  const end = (signal: NodeJS.Signals): void => {
    stop();
    prepare();
    process.kill(process.pid, signal);
  };
  const stop = (): void => {
    for (const signal of ENDING_SIGNALS) process.off(signal, end);
  };
  for (const signal of ENDING_SIGNALS) process.on(signal, end);
  return stop;
}
