import type { SkippedEngine } from '../engine/choose.js';
import { freeze } from '../models/freeze.js';
import { buildModel } from '../models/registry.js';
import { type ModelSummary, run, summary, type SummaryOptions } from '../run.js';
import type { EngineFlags } from './flags/engine.js';
import { chooseModel, type ModelFlags } from './flags/model.js';
import type { ProcessLike } from './process.js';
import { printable } from '../text/escape.js';
import { colourLevel } from './terminal/colour.js';
import { canRedraw } from './terminal/redraw.js';

/** The result of building and running a model. */
export interface ModelRun {
  readonly summary: ModelSummary;
  /** Faster engines that `--engine auto` could not start, or that cannot hold the pass. */
  readonly skippedEngines: readonly SkippedEngine[];
}

/**
 * Builds the model that the flags describe and runs it, with progress on a terminal.
 * @throws UserError if the flags do not fit together, or the engine cannot run the model.
 */
export async function runModel(
  model: ModelFlags,
  { engine, seed, threads, fold }: EngineFlags,
  { stderr, env }: ProcessLike,
  options: SummaryOptions = {},
): Promise<ModelRun> {
  const built = buildModel(chooseModel(model));
  freeze(built, model.freeze);
  if (engine === 'meta') {
    return { summary: summary(built, model.inputSize, options), skippedEngines: [] };
  }
  const { ProgressLine } = await import('./terminal/progress.js');
  const progress = canRedraw(stderr, env) ? new ProgressLine(stderr) : null;
  try {
    await progress?.update(0, 1, 'starting the engine');
    return await run(built, model.inputSize, {
      ...options,
      engine,
      seed,
      fold,
      ...(threads !== undefined && { threads }),
      observer: {
        step: (index, total, place) => progress?.update(index, total, place),
      },
    });
  } finally {
    progress?.clear();
  }
}

/** One line on a terminal: what ran the pass, how long it took, and how to get something faster. */
export async function noteEngine(
  { summary: { engine }, skippedEngines }: ModelRun,
  { stderr, env }: ProcessLike,
): Promise<void> {
  const { name, threads, forwardMs } = engine;
  if (stderr.isTTY !== true || threads === undefined || forwardMs === undefined) return;
  const { dim } = await import('./terminal/style.js');
  const seconds = (forwardMs / 1000).toFixed(2);
  const ran = `${name}, ${String(threads)} thread${threads === 1 ? '' : 's'}, ${seconds} s`;
  const faster = skippedEngines.map((other) => {
    const hint = other.hint === null ? '' : ` ${other.hint}`;
    return `; ${other.name} would be faster, but ${other.reason}${hint}`;
  });
  stderr.write(`${dim(printable(ran + faster.join('')), colourLevel(stderr, env))}\n`);
}
