import { type Command, Option } from '../commander.js';
import { type Compared, compareModels } from '../compare/compare.js';
import { UsageError } from '../errors.js';
import { parseJson, readIfPresent } from '../files.js';
import { namedModels } from '../models/catalog.js';
import {
  addEngineOptions,
  addSizeOptions,
  choice,
  didYouMean,
  type EngineFlags,
  MODEL_DEFAULTS,
  type ModelFlags,
} from '../options.js';
import type { ProcessLike } from '../process.js';
import { summaryDocument } from '../report/json.js';
import { noteEngine, runModel } from './model-run.js';
import { addOutputOptions, formatOf, type OutputFlags, writeResult } from './output.js';

const FORMATS = ['table', 'json', 'markdown'] as const;

const WHICH_LAYERS = ['differing', 'all'] as const;

interface CompareFlags
  extends
    EngineFlags,
    Pick<ModelFlags, 'numClasses' | 'inputSize'>,
    OutputFlags<(typeof FORMATS)[number]> {
  readonly layers: (typeof WHICH_LAYERS)[number];
}

const EXAMPLES = `
Examples:
  $ se-resnet compare resnet-50 se-resnet-50           what SE costs
  $ se-resnet compare resnet-18 resnet-34 se-resnet-18 --input-size 1x3x32x32 --num-classes 10
  $ se-resnet compare resnet-50 se-resnet-50 --layers all --format markdown

A model is one that se-resnet list lists, or a file: a summary (se-resnet summary --json) or a
baseline (se-resnet check --update). --input-size, --num-classes and --engine are for the listed ones.

Mult-adds are multiply-accumulates as torchinfo counts them: of convolutions, linear layers and
BatchNorm, biases included, activations not. Flops are 2 x the multiply-accumulates of convolutions
and linear layers alone, with their weights and not their biases.
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
  addSizeOptions(command);
  addEngineOptions(command, 'meta');
  addOutputOptions(command, FORMATS)
    .addHelpText('after', EXAMPLES)
    .action((models: string[], flags: CompareFlags) => runCompare(models, flags, process));
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
  const models: Compared[] = [];
  for (const name of names) models.push(await find(name, flags, process));
  const document = compareModels(models, flags.layers);
  if (format === 'json') {
    await writeResult(`${JSON.stringify(document, null, 2)}\n`, flags, process);
    return;
  }
  const { compareBlocks } = await import('../compare/report.js');
  const blocks = compareBlocks(document, flags.layers);
  const text =
    format === 'markdown'
      ? (await import('../report/markdown.js')).renderMarkdown(blocks)
      : (await import('../report/boxed.js')).renderBoxed(blocks);
  await writeResult(text, flags, process);
}

/** A listed model is built and run, anything else is read from a file. */
async function find(name: string, flags: CompareFlags, process: ProcessLike): Promise<Compared> {
  const named = namedModels().find((model) => model.name === name);
  if (named !== undefined) {
    const { arch, depth } = named;
    const run = await runModel({ ...MODEL_DEFAULTS, ...flags, arch, depth }, process);
    await noteEngine(run, process);
    return { ...summaryDocument(run), name };
  }
  const text = await readIfPresent(name);
  if (text !== null) {
    const { readModelFile } = await import('../schema/read.js');
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
