import { EngineError, UserError } from '../errors.js';
import type { Recording } from '../trace/recording.js';
import type { Engine, Executor, Prediction } from './engine.js';
import { enginesInTurn } from './list.js';
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
  /** Whether it is there, but does not work. */
  readonly broken: boolean;
}

export interface ChooseOptions {
  /** Threads to run on, at the most as many as the engine has use for here; that many by default. */
  readonly threads?: number | undefined;
  /** Whether the engine may fold operations into one another; true by default. */
  readonly fold?: boolean;
  /** What the process has and can have of memory; by default what the system reports. */
  readonly memory?: ProcessMemory;
  /** Engines that have failed in this pass, which are not tried again; none by default. */
  readonly failedEngines?: readonly FailedEngine[];
}

/** An engine on which a pass has failed. */
export interface FailedEngine {
  readonly name: string;
  readonly error: EngineError;
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
  { threads, fold = true, memory = processMemory(), failedEngines = [] }: ChooseOptions = {},
  engines?: readonly Engine[],
): Promise<ChosenEngine> {
  const isWanted = (other: string): boolean =>
    (name === 'auto' || other === name) && failedEngines.every((failed) => failed.name !== other);
  const candidates = engines?.filter((engine) => isWanted(engine.name)) ?? enginesInTurn(isWanted);
  const skippedEngines = failedEngines.map(({ name: failed, error }) => skipped(failed, error));
  const shortages: MemoryShortage[] = [];
  let isLimited = false;
  for await (const engine of candidates) {
    const status = engine.status();
    if (!status.ready) {
      const hint = status.remedy === null ? null : `To get it, run: ${status.remedy}`;
      const { reason, damaged: broken = false } = status;
      skippedEngines.push({ name: engine.name, reason, hint, broken });
      continue;
    }
    const plan = planPass(recording, fold ? engine.folds : []);
    const options = { threads: Math.min(threads ?? Infinity, engine.defaultThreads()) };
    const prediction = engine.predict(plan, options);
    const before = bytesBefore.get(engine) ?? memory.residentBytes;
    const shortage = memoryShortage(engine.name, prediction, before, memory);
    if (shortage !== null) {
      shortages.push(shortage);
      const { message } = shortage.error;
      skippedEngines.push({
        name: engine.name,
        reason: uncapitalised(message),
        hint: null,
        broken: false,
      });
      continue;
    }
    try {
      const executor = await engine.start({
        ...options,
        neededBytes: prediction.residentBytes,
        status,
      });
      bytesBefore.set(engine, before);
      const residentBytes = before + prediction.residentBytes;
      return { executor, plan, prediction, residentBytes, skippedEngines };
    } catch (error) {
      skippedEngines.push(skipped(engine.name, error));
      isLimited ||= error instanceof EngineError && error.code === 'limit';
    }
  }
  if (failedEngines[0] !== undefined) throw failedEngines[0].error;
  // The engine that would need the least more.
  const [nearest] = shortages.sort(
    (a, b) => a.neededBytes / a.limitBytes - b.neededBytes / b.limitBytes,
  );
  if (nearest !== undefined) throw nearest.error;
  throw notAvailable(name, skippedEngines, isLimited);
}

/** The codes of errors in a pass after which another engine may still be able to run it. */
const FAILURES = ['failed', 'heap'];

/**
 * Runs a pass on an engine that is chosen for it; with `auto`, on the next one if it fails there.
 * @param execute runs the pass on the engine that was started
 * @throws EngineError as {@link chooseEngine} does, or that of the first engine if the pass failed on all
 */
export async function runOnEngine<T>(
  name: string,
  recording: Recording,
  options: ChooseOptions,
  execute: (chosen: ChosenEngine) => Promise<T>,
  engines?: readonly Engine[],
): Promise<ChosenEngine & { readonly result: T }> {
  const failedEngines: FailedEngine[] = [];
  for (;;) {
    const chosen = await chooseEngine(name, recording, { ...options, failedEngines }, engines);
    try {
      return { ...chosen, result: await execute(chosen) };
    } catch (error) {
      const isFailure = error instanceof EngineError && FAILURES.includes(error.code);
      if (name !== 'auto' || !isFailure) throw error;
      failedEngines.push({ name: chosen.executor.name, error });
    }
  }
}

function skipped(name: string, error: unknown): SkippedEngine {
  const reason = error instanceof Error ? firstLine(error.message) : String(error);
  const hint = error instanceof UserError ? (error.hint ?? null) : null;
  return { name, reason, hint, broken: true };
}

/** With the reason of each engine that was tried, since any of them would have done. */
function notAvailable(
  name: string,
  skipped: readonly SkippedEngine[],
  isLimited: boolean,
): EngineError {
  const [first, ...others] = skipped;
  const reason =
    others.length === 0
      ? (first?.reason ?? 'there is no such engine.')
      : `${skipped.map((engine) => `${engine.name}: ${withoutPeriod(engine.reason)}`).join('; ')}.`;
  const what = name === 'auto' ? 'No engine is available' : `The ${name} engine is not available`;
  return new EngineError('no-engine', `${what}: ${reason}`, {
    hint: skipped.find(({ hint }) => hint !== null)?.hint ?? undefined,
    facts: { engine: name, reason, isLimited },
  });
}

function withoutPeriod(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}

function uncapitalised(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
