import type { Output } from '../process.js';

/** Milliseconds between two drawings of the running time on a terminal. */
const INTERVAL_MS = 500;

/**
 * The steps of a long piece of work, a line each with the time it took. If lines can be drawn again, the
 * running step's counts the seconds; elsewhere a line is written when a step begins.
 */
export class Steps {
  readonly #stream: Output;
  readonly #redraws: boolean;
  #current: { readonly what: string; readonly start: number } | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(stream: Output, redraws: boolean) {
    this.#stream = stream;
    this.#redraws = redraws;
  }

  /** Ends the running step and begins another. */
  begin(what: string): void {
    this.end();
    this.#current = { what, start: performance.now() };
    if (this.#redraws) {
      this.#draw();
      this.#timer = setInterval(() => {
        this.#draw();
      }, INTERVAL_MS);
    } else {
      this.#stream.write(`${what}\n`);
    }
  }

  /** Ends the running step, if there is one. */
  end(): void {
    if (this.#timer !== null) {
      clearInterval(this.#timer);
      this.#draw();
      this.#stream.write('\n');
    }
    this.#timer = null;
    this.#current = null;
  }

  #draw(): void {
    if (this.#current === null) return;
    const seconds = (performance.now() - this.#current.start) / 1000;
    this.#stream.write(`\r${this.#current.what} (${seconds.toFixed(0)} s)\u001b[K`);
  }
}
