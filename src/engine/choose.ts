import { EngineError, UserError } from '../errors.js';
import type { Recording } from '../trace/recording.js';
import type { Engine, Executor, Prediction } from './engine.js';
import { allEngines } from './list.js';
import { availableMemory, checkMemory } from './memory.js';
import { type Plan, planPass } from './plan.js';

/** An engine that was started for a pass, and the pass as it is to run on it. */
export interface ChosenEngine {
  readonly executor: Executor;
  readonly plan: Plan;
  readonly prediction: Prediction;
  /** The faster engines that could not be started. */
  readonly skippedEngines: readonly SkippedEngine[];
}

/** An engine that could not be started. */
export interface SkippedEngine {
  readonly name: string;
  readonly reason: string;
  /** How to get it, or repair it, as a sentence. */
  readonly hint: string | null;
}

export interface ChooseOptions {
  /** Threads to run on; the engine's own choice by default. */
  readonly threads?: number | undefined;
  /** Whether the engine may fold operations into one another; true by default. */
  readonly fold?: boolean;
  /** The bytes that the process can still use; by default what the machine reports. */
  readonly availableBytes?: number;
}

/**
 * Starts an engine for a pass: the one that is named, or with `auto` the fastest that works.
 * @throws EngineError if the named one is not available, or none is, or the pass would not fit it.
 */
export async function chooseEngine(
  name: string,
  recording: Recording,
  { threads, fold = true, availableBytes = availableMemory() }: ChooseOptions = {},
  engines?: readonly Engine[],
): Promise<ChosenEngine> {
  const candidates = (engines ?? (await allEngines())).filter(
    (engine) => name === 'auto' || engine.name === name,
  );
  const skippedEngines: SkippedEngine[] = [];
  for (const engine of candidates) {
    const status = engine.status();
    if (!status.ready) {
      const hint = status.remedy === null ? null : `To get it, run: ${status.remedy}`;
      skippedEngines.push({ name: engine.name, reason: status.reason, hint });
      continue;
    }
    const plan = planPass(recording, fold ? engine.folds : []);
    const prediction = engine.predict(plan);
    checkMemory(engine.name, prediction, availableBytes);
    try {
      const executor = await engine.start({ threads: threads ?? engine.defaultThreads() });
      return { executor, plan, prediction, skippedEngines };
    } catch (error) {
      const reason = error instanceof Error ? firstLine(error.message) : String(error);
      const hint = error instanceof UserError ? (error.hint ?? null) : null;
      skippedEngines.push({ name: engine.name, reason, hint });
    }
  }
  const [first] = skippedEngines;
  throw new EngineError(
    'no-engine',
    `The ${name} engine is not available: ${first?.reason ?? 'there is no such engine.'}`,
    {
      hint: first?.hint ?? undefined,
      facts: { engine: name, reason: first?.reason ?? 'there is no such engine.' },
    },
  );
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
