import type { SkippedEngine } from '../engine/choose.js';
import { freeze } from '../models/freeze.js';
import { buildModel } from '../models/registry.js';
import { type ModelSummary, run, summary, type SummaryOptions } from '../run.js';
import type { EngineFlags } from './flags/engine.js';
import { chooseModel, type ModelFlags } from './flags/model.js';
import { byFlag, type Naming } from './flags/naming.js';
import { printable } from '../text/escape.js';
import { plural } from '../text/words.js';
import type { Output, ProcessLike } from './process.js';
import { canRedraw } from './terminal/redraw.js';

/** The result of building and running a model. */
export interface ModelRun {
  readonly summary: ModelSummary;
  /** Faster engines that `--engine auto` could not start, or that cannot hold the pass. */
  readonly skippedEngines: readonly SkippedEngine[];
  /** The threads that were asked for, if any were. */
  readonly askedThreads?: number | undefined;
}

/**
 * Builds the model that the flags describe and runs it, with progress on a terminal.
 * @param named how the one who gave an option knows it; by its flag by default
 * @throws UserError if there is no such model, what was given is contradictory, or the engine cannot run the
 *   model.
 */
export async function runModel(
  model: ModelFlags,
  { engine, seed, threads, fold }: EngineFlags,
  { stderr, env }: ProcessLike,
  options: SummaryOptions = {},
  named: Naming = byFlag,
): Promise<ModelRun> {
  const chosen = await chooseModel(model, named);
  const { inputSize, tag } = chosen;
  if (tag !== null) {
    noteOnce(`the tag ${tag} names weights; the network is ${chosen.name ?? ''}.`, stderr);
  }
  const built = buildModel(chosen);
  freeze(built, model.freeze);
  if (engine === 'meta') {
    return { summary: summary(built, inputSize, options), skippedEngines: [] };
  }
  const { ProgressLine } = await import('./terminal/progress.js');
  const progress = canRedraw(stderr, env) ? new ProgressLine(stderr) : null;
  try {
    await progress?.update(0, 1, 'starting the engine');
    const done = await run(built, inputSize, {
      ...options,
      engine,
      seed,
      fold,
      ...(threads !== undefined && { threads }),
      observer: {
        step: (index, total, place) => progress?.update(index, total, place),
      },
    });
    return { ...done, askedThreads: threads };
  } finally {
    progress?.clear();
  }
}

/** The notes that were written to each stream, since a command may run several models. */
const written = new WeakMap<object, Set<string>>();

/** What is told of a run. */
interface NotedRun extends Omit<ModelRun, 'summary'> {
  readonly summary: Pick<ModelSummary, 'engine'>;
}

/** Milliseconds of a pass on wasm after which it helps to know of a faster engine. */
const SLOW_MS = 5000;

/**
 * Says what is not as it was asked for, or as it should be; and after a slow pass on wasm how to get a
 * faster engine, each once.
 */
export async function noteEngine(
  { summary: { engine }, skippedEngines, askedThreads = 0 }: NotedRun,
  { stderr }: { readonly stderr: Pick<Output, 'write'> },
): Promise<void> {
  const { name, threads, forwardMs } = engine;
  if (threads === undefined || forwardMs === undefined) return;
  const notes = skippedEngines
    .filter(({ broken }) => broken)
    .map((other) => `${other.name} was left out: ${sentence(other)}`);
  if (askedThreads > threads) notes.push(await threadsNote(name, askedThreads, threads));
  const faster = skippedEngines.find(({ broken, hint }) => !broken && hint !== null);
  if (name === 'wasm' && forwardMs > SLOW_MS && faster !== undefined) {
    notes.push(`the ${faster.name} engine is faster than wasm. ${faster.hint ?? ''}`);
  }
  for (const note of notes) noteOnce(note, stderr);
}

function noteOnce(note: string, stderr: Pick<Output, 'write'>): void {
  const known = written.get(stderr) ?? new Set();
  written.set(stderr, known);
  if (!known.has(note)) stderr.write(`${printable(`note: ${note}`)}\n`);
  known.add(note);
}

function sentence({ reason, hint }: SkippedEngine): string {
  return hint === null ? reason : `${reason} ${hint}`;
}

async function threadsNote(engine: string, asked: number, threads: number): Promise<string> {
  const { availableParallelism } = await import('node:os');
  const processors = availableParallelism();
  const than =
    asked > processors
      ? `is more than the ${plural(processors, 'processor')} here`
      : `is more than the ${engine} engine can use here`;
  return `--threads ${String(asked)} ${than}; running on ${String(threads)}.`;
}
