import { type Compared, compareModels } from '../../diff/compare.js';
import { compareBlocks } from '../../diff/report.js';
import { UserError } from '../../errors.js';
import type { OptionValues } from '../../models/option.js';
import { keysOf } from '../../text/keys.js';
import { type Command, Option } from '../commander.js';
import { refuseToReplaceInput } from '../files/inputs.js';
import { parseJson } from '../files/json.js';
import { readIfPresent } from '../files/read.js';
import { choice } from '../flags/choice.js';
import { addEngineFlags, type EngineFlags } from '../flags/engine.js';
import { addNamedModelFlags, givenOptions, type ModelFlags } from '../flags/model.js';
import { flagOf } from '../flags/option.js';
import { addOutputFlags, formatOf, type OutputFlags } from '../flags/output.js';
import { noteEngine, runModel } from '../model-run.js';
import { findNamed, isFile, type NamedArchitecture } from '../named-model.js';
import type { ProcessLike } from '../process.js';
import { UsageError } from '../usage.js';
import { REPORT_FORMATS, type ReportFormat, writeReport, writeResult } from '../write.js';

const WHICH_LAYERS = ['differing', 'all'] as const;

interface CompareFlags
  extends EngineFlags, Pick<ModelFlags, 'options' | 'inputSize'>, OutputFlags<ReportFormat> {
  readonly layers: (typeof WHICH_LAYERS)[number];
}

const EXAMPLES = `
Examples:
  $ se-resnet compare resnet-50 se-resnet-50           what SE costs
  $ se-resnet compare paper/resnet-50 paper/se-resnet-50
  $ se-resnet compare se-resnet-50 'se-resnet-50?reduction=8'
  $ se-resnet compare resnet-18 resnet-34 se-resnet-18 --input-size 1x3x32x32 --num-classes 10
  $ se-resnet compare resnet-50 se-resnet-50 --layers all --format markdown

A model is one that se-resnet list lists, or a file: a summary (se-resnet summary --json) or a
baseline (se-resnet check --update). A file begins with ./, ../ or /, or has a file's ending such as
.json; everything else is a name, in which options may stand. The flags of the model and --engine are
for the named ones.

Mult-adds are multiply-accumulates as torchinfo counts them: of convolutions, linear layers and
BatchNorm, biases included, activations not. Flops are 2 x the multiply-accumulates of convolutions,
linear layers and matrix products alone, with their weights and not their biases.
`;

/** Defines `se-resnet compare`. */
export function defineCompare(command: Command, process: ProcessLike): void {
  command
    .argument('<models...>', 'two models or more, by name or as files')
    .addOption(
      new Option('--layers <which>', 'differing, or all')
        .default(WHICH_LAYERS[0])
        .argParser(choice('--layers', WHICH_LAYERS)),
    );
  addNamedModelFlags(command);
  addEngineFlags(command, 'meta');
  addOutputFlags(command, REPORT_FORMATS)
    .addHelpText('after', EXAMPLES)
    .action((models: string[], flags: CompareFlags) =>
      runCompare(models, { ...flags, options: givenOptions(command) }, process),
    );
}

async function runCompare(
  names: readonly string[],
  flags: CompareFlags,
  process: ProcessLike,
): Promise<void> {
  const format = formatOf(flags) ?? 'table';
  if (names.length < 2) {
    throw new UsageError(
      `compare takes two models or more, but was given "${names.join(' ')}".`,
      'For example: se-resnet compare resnet-50 se-resnet-50',
    );
  }
  const files = names.filter(isFile);
  await refuseToReplaceInput(
    flags.output,
    files.map((path) => ({ path, words: 'one of the models to compare' })),
  );
  const found: (NamedArchitecture | null)[] = [];
  for (const name of names) found.push(isFile(name) ? null : await findModel(name));
  refuseUselessOptions(
    found.filter((model) => model !== null),
    flags.options,
  );
  const models: Compared[] = [];
  for (const [index, name] of names.entries()) {
    const named = found[index] ?? null;
    models.push(
      named === null
        ? await readModel(name)
        : await runNamed(name, ownOptions(named, flags.options), flags, process),
    );
  }
  const document = compareModels(models, flags.layers);
  const report = { document, blocks: () => compareBlocks(document, flags.layers) };
  await writeResult(await writeReport(report, format), flags, process);
}

/** @throws UserError if there is no such model; it tells how to name the file if there is one. */
async function findModel(name: string): Promise<NamedArchitecture> {
  try {
    return await findNamed(name);
  } catch (error) {
    const isMissing = error instanceof UserError && error.code === 'unknown-model';
    if (!isMissing || (await readIfPresent(name).catch(() => null)) === null) throw error;
    throw new UsageError(error.message, `The file of that name is ./${name}.`, { cause: error });
  }
}

/** Of the options that were given, those that a named model has and that its name leaves open. */
function ownOptions({ architecture }: NamedArchitecture, options: OptionValues): OptionValues {
  const own = keysOf(options).filter((option) => architecture.open.includes(option));
  return Object.fromEntries(own.map((option) => [option, options[option] ?? null]));
}

/** An option counts for the models that have it; one that none has is a mistake. */
function refuseUselessOptions(models: readonly NamedArchitecture[], options: OptionValues): void {
  if (models.length === 0) return;
  const useless = keysOf(options).find((option) =>
    models.every(({ architecture }) => !architecture.open.includes(option)),
  );
  if (useless === undefined) return;
  throw new UsageError(
    `${flagOf(useless)} cannot stand beside ${models.map(({ name }) => name).join(' ')}, none of ` +
      'which has such an option.',
  );
}

/** Runs a model that has a name. */
async function runNamed(
  name: string,
  options: OptionValues,
  flags: CompareFlags,
  process: ProcessLike,
): Promise<Compared> {
  const { inputSize } = flags;
  const run = await runModel({ model: name, options, inputSize, freeze: [] }, flags, process);
  await noteEngine(run, process);
  return { ...run.summary.toJSON(), name };
}

/** Reads a summary or a baseline. */
async function readModel(path: string): Promise<Compared> {
  const text = await readIfPresent(path);
  if (text === null) {
    throw new UsageError(`compare takes models by name, or files, but ${path} does not exist.`);
  }
  const { readModelFile } = await import('../../documents/read.js');
  return { ...readModelFile(parseJson(text, path), path), name: path };
}
