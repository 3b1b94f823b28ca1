import type { PassedOver } from '../engine/load.js';
import type { RealPass } from '../compute.js';
import { runOnShapes, type ShapePass } from '../inspect.js';
import { buildModel, depthOf, freeze, type ModelSpec } from '../models/catalog.js';
import type { Module } from '../nn/index.js';
import { type EngineFlags, type ModelFlags, modelSpec } from '../options.js';
import type { ProcessLike } from '../process.js';
import type { DescribedRun, EngineDescription, ModelDescription } from '../report/json.js';
import { colourLevel } from '../terminal/colour.js';

/** A model that was built and run as the flags say. */
export interface ModelRun extends DescribedRun {
  /** Faster engines that `--engine auto` could not have. */
  readonly passedOver: readonly PassedOver[];
}

/**
 * Builds the model that the flags describe and runs it, with progress on a terminal.
 * @throws UserError where the flags do not fit together, or the engine cannot run the model.
 */
export async function runModel(
  flags: ModelFlags & EngineFlags,
  process: ProcessLike,
): Promise<ModelRun> {
  const spec = modelSpec(flags);
  const built = buildModel(spec);
  freeze(built, flags.freeze);
  const shapes = runOnShapes(built, flags.inputSize);
  const model = describe(built, spec);
  if (flags.engine === 'meta') {
    return { trace: shapes.trace, model, engine: { name: 'meta' }, passedOver: [] };
  }
  const { pass, engine, passedOver } = await runForReal(built, shapes, flags, process);
  return { trace: pass.trace, model, engine, passedOver };
}

/** One line on a terminal: what ran the pass, how long it took, and how to get something faster. */
export async function noteEngine(
  { engine, passedOver }: ModelRun,
  { stderr, env }: ProcessLike,
): Promise<void> {
  const { name, threads, forwardMs } = engine;
  if (stderr.isTTY !== true || threads === undefined || forwardMs === undefined) return;
  const { dim } = await import('../terminal/style.js');
  const seconds = (forwardMs / 1000).toFixed(2);
  const ran = `${name}, ${String(threads)} thread${threads === 1 ? '' : 's'}, ${seconds} s`;
  const faster = passedOver.map((other) => {
    const hint = other.hint === null ? '' : ` ${other.hint}`;
    return `; ${other.name} would be faster, but ${other.reason}${hint}`;
  });
  stderr.write(`${dim(ran + faster.join(''), colourLevel(stderr, env))}\n`);
}

interface RealRun {
  readonly pass: RealPass;
  readonly engine: EngineDescription;
  readonly passedOver: readonly PassedOver[];
}

async function runForReal(
  model: Module,
  shapes: ShapePass,
  { engine: wanted, seed, threads, fold, inputSize }: ModelFlags & EngineFlags,
  { stderr }: ProcessLike,
): Promise<RealRun> {
  const { runOnBackend } = await import('../compute.js');
  const { loadEngine } = await import('../engine/load.js');
  const { availableMemory, checkMemory } = await import('../engine/memory.js');
  const { planPass } = await import('../engine/plan.js');
  const { initialWeights, randomInput } = await import('../weights/initialise.js');
  const { ProgressLine } = await import('../terminal/progress.js');
  const progress = stderr.isTTY === true ? new ProgressLine(stderr) : null;
  const total = shapes.trace.calls.length;
  const paths = new Map(shapes.trace.nodes.map(({ moduleId, path }) => [moduleId, path]));
  const plan = planPass(shapes.recording, { fold });
  let done = 0;
  try {
    progress?.update(0, total, 'starting the engine');
    const { backend, passedOver } = await loadEngine(wanted, {
      threads,
      admit: (engine) => {
        checkMemory(engine, plan.peakBytes, availableMemory());
      },
    });
    const pass = runOnBackend(
      model,
      randomInput(inputSize, seed),
      plan,
      backend,
      initialWeights(model, seed),
      {
        begin: (moduleId) => progress?.update(done, total, paths.get(moduleId) ?? ''),
        end: () => done++,
      },
    );
    const engine = {
      name: backend.name,
      threads: backend.threads,
      forwardMs: pass.forwardMs,
      predictedPeakBytes: plan.peakBytes,
      peakBytes: pass.peakBytes,
    };
    return { pass, engine, passedOver };
  } finally {
    progress?.clear();
  }
}

function describe(model: Module, spec: ModelSpec): ModelDescription {
  const { arch, block, blocks, numClasses, reduction } = spec;
  const depth = depthOf(spec);
  return { name: model.className, arch, depth, block, blocks, numClasses, reduction };
}
