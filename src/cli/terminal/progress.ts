import { printable } from '../../text/escape.js';
import type { Output } from '../process.js';
import { beforeSignals } from './signals.js';

/** Milliseconds between two drawings of the line. */
const INTERVAL_MS = 80;

/**
 * One line on a terminal that shows the progress of some work, and is gone when the work ends or a signal
 * ends the program. It is drawn from within the work, since kernels that do not yield would freeze a timer.
 */
export class ProgressLine {
  readonly #stream: Output;
  readonly #now: () => number;
  readonly #start: number;
  #drawn = -Infinity;
  #stopWatching: (() => void) | null = null;

  constructor(stream: Output, now: () => number = () => performance.now()) {
    this.#stream = stream;
    this.#now = now;
    this.#start = now();
  }

  /**
   * Draws the line, unless it was drawn just now.
   * @returns what the work has to wait for, so that a signal that has arrived is heard
   */
  update(done: number, total: number, what: string): Promise<void> | undefined {
    const now = this.#now();
    if (now - this.#drawn < INTERVAL_MS) return undefined;
    this.#drawn = now;
    this.#stopWatching ??= beforeSignals(() => {
      this.clear();
    });
    const percent = String(Math.floor((100 * done) / total)).padStart(3);
    const seconds = ((now - this.#start) / 1000).toFixed(1);
    const line = `${percent}%  ${seconds} s  ${printable(what)}`;
    // A terminal that does not know its size says 0.
    const { columns = 0 } = this.#stream;
    this.#stream.write(`\r${line.slice(0, (columns > 0 ? columns : 80) - 1)}\u001b[K`);
    return new Promise((resolve) => setImmediate(resolve));
  }

  /** Wipes the line away. */
  clear(): void {
    this.#stopWatching?.();
    this.#stopWatching = null;
    if (this.#drawn !== -Infinity) this.#stream.write('\r\u001b[K');
  }
}
