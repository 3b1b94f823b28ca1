import { type Command, Option } from 'commander';
import type { Engine } from '../engine/engine.js';
import type { PassedOver } from '../engine/load.js';
import type { Plan } from '../engine/plan.js';
import { EngineError } from '../errors.js';
import { type RealPass, runOnBackend, runOnShapes, type ShapePass } from '../inspect.js';
import { buildModel, depthOf, freeze, type ModelSpec } from '../models/catalog.js';
import type { Module } from '../nn/index.js';
import {
  addModelOptions,
  choice,
  choices,
  integerFrom,
  type ModelFlags,
  modelSpec,
  positiveInteger,
} from '../options.js';
import type { ProcessLike } from '../process.js';
import { COLUMNS, DEFAULT_COLUMNS } from '../report/columns/index.js';
import type { EngineDescription, ModelDescription } from '../report/json.js';
import { ROW_SETTINGS, type RowSetting, renderTable } from '../report/table.js';
import { summarise } from '../summary/summarise.js';
import { TORCHINFO_RELEASES, type TorchinfoRelease } from '../summary/summary.js';
import { colourLevel } from '../terminal/colour.js';

interface SummaryFlags extends ModelFlags {
  readonly engine: string;
  readonly seed: number;
  readonly torchinfo: TorchinfoRelease;
  readonly colNames: readonly string[];
  readonly rowSettings: readonly RowSetting[];
  readonly layerDepth: number;
  readonly colWidth: number;
  readonly verbose?: boolean;
  readonly json?: boolean;
}

const COLUMN_NAMES = COLUMNS.map((column) => column.name);
const ENGINES = ['auto', 'tensorflow', 'wasm', 'meta'];

const EXAMPLES = `
Examples:
  $ se-resnet summary                                  SE-ResNet-50, the table of the article
  $ se-resnet summary --depth 18 --input-size 1x3x32x32 --num-classes 10
  $ se-resnet summary --block bottleneck --blocks 2,2,2,2
  $ se-resnet summary --col-names output_size,num_params,kernel_size,mult_adds
  $ se-resnet summary --layer-depth 1 --engine meta    the outline, without computing anything
  $ se-resnet summary --freeze conv1,bn1,layer1        what is left to train
  $ se-resnet summary --json > se-resnet-50.json

Mult-adds are multiply-accumulates as torchinfo counts them: of convolutions, linear layers and
BatchNorm, biases included, activations not.
`;

/** Defines `se-resnet summary`. */
export function defineSummary(command: Command, process: ProcessLike): void {
  addModelOptions(command.description('run a model and print its layers as torchinfo does'))
    .addOption(
      new Option(
        '--engine <name>',
        'what runs the pass: auto, tensorflow, wasm, or meta for shapes alone',
      )
        .default('auto')
        .argParser(choice('--engine', ENGINES)),
    )
    .addOption(
      new Option('--seed <number>', 'of the random weights and input')
        .default(0)
        .argParser(integerFrom('--seed', 0)),
    )
    .addOption(
      new Option('--torchinfo <release>', 'print as this release does: 1.6 or 1.8')
        .default('1.6')
        .argParser(choice('--torchinfo', TORCHINFO_RELEASES)),
    )
    .addOption(
      new Option('--col-names <names>', `columns, of ${COLUMN_NAMES.join(', ')}`)
        .default(
          DEFAULT_COLUMNS.map((column) => column.name),
          DEFAULT_COLUMNS.map((column) => column.name).join(','),
        )
        .argParser(choices('--col-names', COLUMN_NAMES)),
    )
    .addOption(
      new Option('--row-settings <names>', `what rows show, of ${ROW_SETTINGS.join(', ')}`)
        .default(['depth'], 'depth')
        .argParser(choices('--row-settings', ROW_SETTINGS)),
    )
    .addOption(
      new Option('--layer-depth <levels>', "levels to show (torchinfo's depth)")
        .default(3)
        .argParser(integerFrom('--layer-depth', 0)),
    )
    .addOption(
      new Option('--col-width <characters>', 'width of each column')
        .default(25)
        .argParser(positiveInteger('--col-width')),
    )
    .option('--verbose', 'show the parameters under each layer')
    .option('--json', 'print one JSON document instead; the flags of the table do not matter then')
    .addHelpText('after', EXAMPLES)
    .action((flags: SummaryFlags) => runSummary(flags, process));
}

async function runSummary(flags: SummaryFlags, process: ProcessLike): Promise<void> {
  const spec = modelSpec(flags);
  const model = buildModel(spec);
  freeze(model, flags.freeze);
  const shapes = runOnShapes(model, flags.inputSize);
  const real = flags.engine === 'meta' ? null : await runForReal(model, shapes, flags, process);
  const trace = real?.pass.trace ?? shapes.trace;

  if (flags.json === true) {
    const { summaryDocument } = await import('../report/json.js');
    const summary = summarise(trace, '1.8');
    const document = summaryDocument(
      summary,
      describeModel(model, spec),
      real?.description ?? { name: 'meta' },
    );
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  } else {
    const columns = flags.colNames.flatMap((name) => COLUMNS.filter((c) => c.name === name));
    const level = colourLevel(process.stdout, process.env);
    const style =
      level === 0 ? undefined : (await import('../terminal/style.js')).tableStyle(level);
    const verbose = flags.verbose === true;
    const summary = summarise(trace, flags.torchinfo);
    process.stdout.write(renderTable(summary, { ...flags, columns, verbose }, style));
  }
  if (real !== null) await noteEngine(real, process);
}

interface RealRun {
  readonly pass: RealPass;
  readonly description: Required<EngineDescription>;
  readonly passedOver: readonly PassedOver[];
}

async function runForReal(
  model: Module,
  shapes: ShapePass,
  { engine, seed, inputSize }: SummaryFlags,
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
  progress?.update(0, total, 'starting the engine');

  const { backend, passedOver } = await loadEngine(engine, admit(plan));
  try {
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
    return { pass, description: { name, threads, forwardMs: pass.forwardMs }, passedOver };
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

function describeModel(model: Module, spec: ModelSpec): ModelDescription {
  const { arch, block, blocks, numClasses, reduction } = spec;
  const depth = depthOf(spec);
  return { name: model.className, arch, depth, block, blocks, numClasses, reduction };
}

/** One line on a terminal: what ran the pass, and how to get something faster. */
async function noteEngine(
  { description, passedOver }: RealRun,
  { stderr, env }: ProcessLike,
): Promise<void> {
  if (stderr.isTTY !== true) return;
  const { dim } = await import('../terminal/style.js');
  const { name, threads, forwardMs } = description;
  const ran = `${name}, ${String(threads)} thread${threads === 1 ? '' : 's'}, ${(forwardMs / 1000).toFixed(2)} s`;
  const faster = passedOver.map((engine) => {
    const remedy = engine.remedy === null ? '' : ` To get it: ${engine.remedy}`;
    return `; ${engine.name} would be faster, but ${engine.reason}${remedy}`;
  });
  stderr.write(`${dim(ran + faster.join(''), colourLevel(stderr, env))}\n`);
}
