import type { Engine } from '../engine/engine.js';
import type { PassedOver } from '../engine/load.js';
import type { Plan } from '../engine/plan.js';
import { EngineError } from '../errors.js';
import { type RealPass, runOnBackend, runOnShapes, type ShapePass } from '../inspect.js';
import { buildModel, depthOf, freeze, type ModelSpec } from '../models/catalog.js';
import type { Module } from '../nn/index.js';
import { type EngineFlags, type ModelFlags, modelSpec } from '../options.js';
import type { ProcessLike } from '../process.js';
import type { EngineDescription, ModelDescription } from '../report/json.js';
import { colourLevel } from '../terminal/colour.js';
import type { Trace } from '../trace/trace.js';

/** A model that was built and run as the flags say. */
export interface ModelRun {
  readonly trace: Trace;
  readonly model: ModelDescription;
  readonly engine: EngineDescription;
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
    const remedy = other.remedy === null ? '' : ` To get it: ${other.remedy}`;
    return `; ${other.name} would be faster, but ${other.reason}${remedy}`;
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
  { engine: wanted, seed, inputSize }: ModelFlags & EngineFlags,
  { stderr }: ProcessLike,
): Promise<RealRun> {
  const { loadEngine } = await import('../engine/load.js');
  const { planPass } = await import('../engine/plan.js');
  const { initialWeights, randomInput } = await import('../weights/initialise.js');
  const { ProgressLine } = await import('../terminal/progress.js');
  const progress = stderr.isTTY === true ? new ProgressLine(stderr) : null;
  const total = shapes.trace.calls.length;
  const paths = new Map(shapes.trace.nodes.map(({ moduleId, path }) => [moduleId, path]));
  const plan = planPass(shapes.recording, { fold: true });
  let done = 0;
  try {
    progress?.update(0, total, 'starting the engine');
    const { backend, passedOver } = await loadEngine(wanted, admit(plan));
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
    const { name, threads } = backend;
    return { pass, engine: { name, threads, forwardMs: pass.forwardMs }, passedOver };
  } finally {
    progress?.clear();
  }
}

/** Refuses what an engine's memory cannot hold: past its end WebAssembly hangs or corrupts. */
function admit(plan: Plan): (engine: Engine) => void {
  return ({ name, memoryLimitBytes }) => {
    if (plan.peakBytes <= memoryLimitBytes) return;
    throw new EngineError(
      `This input would take ${gigabytes(plan.peakBytes)} GB at its peak, and the ${name} engine ` +
        `holds ${gigabytes(memoryLimitBytes)} GB.`,
      'Try a smaller batch or image in --input-size, or --engine meta, which computes shapes alone.',
    );
  };
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(2);
}

function describe(model: Module, spec: ModelSpec): ModelDescription {
  const { arch, block, blocks, numClasses, reduction } = spec;
  const depth = depthOf(spec);
  return { name: model.className, arch, depth, block, blocks, numClasses, reduction };
}
