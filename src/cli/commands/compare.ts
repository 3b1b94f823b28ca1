import { type Compared, compareModels } from '../../diff/compare.js';
import { compareBlocks } from '../../diff/report.js';
import type { OptionValues } from '../../models/option.js';
import { type NamedModel, namedModels } from '../../models/registry.js';
import { keysOf } from '../../text/keys.js';
import { didYouMean } from '../../text/words.js';
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
  $ se-resnet compare resnet-18 resnet-34 se-resnet-18 --input-size 1x3x32x32 --num-classes 10
  $ se-resnet compare resnet-50 se-resnet-50 --layers all --format markdown

A model is one that se-resnet list lists, or a file: a summary (se-resnet summary --json) or a
baseline (se-resnet check --update). The flags of the model and --engine are for the listed ones.

Mult-adds are multiply-accumulates as torchinfo counts them: of convolutions, linear layers and
BatchNorm, biases included, activations not. Flops are 2 x the multiply-accumulates of convolutions,
linear layers and matrix products alone, with their weights and not their biases.
`;

/** Defines `se-resnet compare`. */
export function defineCompare(command: Command, process: ProcessLike): void {
  command
    .argument('<models...>', 'two models or more: listed ones, or files')
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
  refuseUselessOptions(names, flags.options);
  const files = names.filter((name) => namedModel(name) === undefined);
  await refuseToReplaceInput(
    flags.output,
    files.map((path) => ({ path, words: 'one of the models to compare' })),
  );
  const models: Compared[] = [];
  for (const name of names) models.push(await find(name, flags, process));
  const document = compareModels(models, flags.layers);
  const report = { document, blocks: () => compareBlocks(document, flags.layers) };
  await writeResult(await writeReport(report, format), flags, process);
}

function namedModel(name: string): NamedModel | undefined {
  return namedModels().find((model) => model.name === name);
}

/** An option counts for the models that have it; one that none has is a mistake. */
function refuseUselessOptions(names: readonly string[], options: OptionValues): void {
  const models = names.flatMap((name) => namedModel(name) ?? []);
  if (models.length === 0) return;
  const useless = keysOf(options).find((option) =>
    models.every(({ architecture }) => !(option in architecture.options)),
  );
  if (useless === undefined) return;
  throw new UsageError(
    `${flagOf(useless)} cannot stand beside ${models.map(({ name }) => name).join(' ')}, none of ` +
      'which has such an option.',
  );
}

/** A listed model is built and run, anything else is read from a file. */
async function find(name: string, flags: CompareFlags, process: ProcessLike): Promise<Compared> {
  const named = namedModel(name);
  if (named !== undefined) {
    const { architecture, options } = named;
    const own = keysOf(flags.options).filter((option) => option in architecture.options);
    const given = own.map((option) => [option, flags.options[option] ?? null] as const);
    const model = {
      arch: architecture.name,
      options: { ...options, ...Object.fromEntries(given) },
      inputSize: flags.inputSize,
      freeze: [],
    };
    const run = await runModel(model, flags, process);
    await noteEngine(run, process);
    return { ...run.summary.toJSON(), name };
  }
  const text = await readIfPresent(name);
  if (text !== null) {
    const { readModelFile } = await import('../../documents/read.js');
    return { ...readModelFile(parseJson(text, name), name), name };
  }
  throw new UsageError(
    `compare takes models that se-resnet list lists, or files, but "${name}" is neither.`,
    didYouMean(
      name,
      namedModels().map((model) => model.name),
    ),
  );
}
