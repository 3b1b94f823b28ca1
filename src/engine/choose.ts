import { EngineError, UserError } from '../errors.js';
import type { Recording } from '../trace/recording.js';
import type { Engine, Executor, Prediction } from './engine.js';
import { allEngines } from './list.js';
import { type MemoryShortage, memoryShortage } from './memory.js';
import { type Plan, planPass } from './plan.js';
import { type ProcessMemory, processMemory } from './process-memory.js';

/** An engine that was started for a pass, and the pass as it is to run on it. */
export interface ChosenEngine {
  readonly executor: Executor;
  readonly plan: Plan;
  readonly prediction: Prediction;
  /** The bytes that the whole process is expected to have resident at the peak of the pass. */
  readonly residentBytes: number;
  /** The faster engines that could not be started, or that cannot hold the pass. */
  readonly skippedEngines: readonly SkippedEngine[];
}

/** An engine that could not be started, or that cannot hold the pass. */
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
  /** What the process has and can have of memory; by default what the system reports. */
  readonly memory?: ProcessMemory;
}

/** The resident bytes of this process before each engine was first started in it. */
const bytesBefore = new WeakMap<Engine, number>();

/**
 * Starts an engine for a pass: the one that is named, or with `auto` the fastest that works and can hold it.
 * @throws EngineError if the named one is not available, or none is, or the pass would not fit.
 */
export async function chooseEngine(
  name: string,
  recording: Recording,
  { threads, fold = true, memory = processMemory() }: ChooseOptions = {},
  engines?: readonly Engine[],
): Promise<ChosenEngine> {
  const candidates = (engines ?? (await allEngines())).filter(
    (engine) => name === 'auto' || engine.name === name,
  );
  const skippedEngines: SkippedEngine[] = [];
  const shortages: MemoryShortage[] = [];
  for (const engine of candidates) {
    const status = engine.status();
    if (!status.ready) {
      const hint = status.remedy === null ? null : `To get it, run: ${status.remedy}`;
      skippedEngines.push({ name: engine.name, reason: status.reason, hint });
      continue;
    }
    const plan = planPass(recording, fold ? engine.folds : []);
    const options = { threads: threads ?? engine.defaultThreads() };
    const prediction = engine.predict(plan, options);
    const before = bytesBefore.get(engine) ?? memory.residentBytes;
    const shortage = memoryShortage(engine.name, prediction, before, memory);
    if (shortage !== null) {
      shortages.push(shortage);
      const { message } = shortage.error;
      skippedEngines.push({ name: engine.name, reason: uncapitalised(message), hint: null });
      continue;
    }
    try {
      const executor = await engine.start(options);
      bytesBefore.set(engine, before);
      const residentBytes = before + prediction.residentBytes;
      return { executor, plan, prediction, residentBytes, skippedEngines };
    } catch (error) {
      const reason = error instanceof Error ? firstLine(error.message) : String(error);
      const hint = error instanceof UserError ? (error.hint ?? null) : null;
      skippedEngines.push({ name: engine.name, reason, hint });
    }
  }
  // The engine that would need the least more.
  const [nearest] = shortages.sort(
    (a, b) => a.neededBytes / a.limitBytes - b.neededBytes / b.limitBytes,
  );
  if (nearest !== undefined) throw nearest.error;
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

function uncapitalised(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
