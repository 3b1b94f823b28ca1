import { EngineError, UserError } from '../errors.js';
import type { Backend, Engine } from './engine.js';
import { tensorflow } from './tensorflow.js';
import { wasm } from './wasm.js';

/** The engines that run a pass for real, fastest first: a new one is one file and one line here. */
export const ENGINES: readonly Engine[] = [tensorflow, wasm];

/** An engine that was started, and the faster ones that were passed over. */
export interface LoadedEngine {
  readonly backend: Backend;
  readonly passedOver: readonly PassedOver[];
}

export interface PassedOver {
  readonly name: string;
  readonly reason: string;
  /** What gets it, or mends it, as a sentence. */
  readonly hint: string | null;
}

export interface LoadOptions {
  /** Threads to run on; the engine's own choice where nothing is said. */
  readonly threads?: number | undefined;
  /** Called with an engine before it is started; throws where the pass would not fit it. */
  readonly admit: (engine: Engine) => void;
}

/**
 * Starts an engine: the one that is named, or with `auto` the fastest that works.
 * @throws EngineError where the named one cannot be had, or none can, or the pass would not fit it.
 */
export async function loadEngine(
  name: string,
  { threads, admit }: LoadOptions,
): Promise<LoadedEngine> {
  const passedOver: PassedOver[] = [];
  const candidates = ENGINES.filter((engine) => name === 'auto' || engine.name === name);
  for (const engine of candidates) {
    const status = engine.status();
    if (!status.ready) {
      const hint = status.remedy === null ? null : `To get it, run: ${status.remedy}`;
      passedOver.push({ name: engine.name, reason: status.reason, hint });
      continue;
    }
    admit(engine);
    try {
      return {
        backend: await engine.start({ threads: threads ?? engine.defaultThreads() }),
        passedOver,
      };
    } catch (error) {
      const reason = error instanceof Error ? firstLine(error.message) : String(error);
      const hint = error instanceof UserError ? (error.hint ?? null) : null;
      passedOver.push({ name: engine.name, reason, hint });
    }
  }
  const [first] = passedOver;
  throw new EngineError(
    `--engine ${name} is not available: ${first?.reason ?? 'there is no such engine.'}`,
    first?.hint ?? 'Try --engine wasm or --engine meta.',
  );
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
