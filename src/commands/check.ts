import { type Command, Option } from 'commander';
import { relative, resolve } from 'node:path';
import { baselineOf, looksLikeBaseline, renderBaseline } from '../check/baseline.js';
import { checkModel, updatedModel } from '../check/check.js';
import { METRICS } from '../check/metrics.js';
import { EXACT, parseTolerance, type Tolerance } from '../check/tolerance.js';
import { badValue, UsageError, UserError } from '../errors.js';
import { makeFolderOf, parseJson, readIfPresent, writeWhole } from '../files.js';
import { nameOf } from '../models/catalog.js';
import {
  addEngineOptions,
  addModelOptions,
  type EngineFlags,
  list,
  MODEL_DEFAULTS,
  type ModelFlags,
  modelSpec,
} from '../options.js';
import { EXIT_FAILED, type ProcessLike } from '../process.js';
import { summaryDocument } from '../report/json.js';
import type { BaselineDocument } from '../schema/baseline.js';
import type { CheckResult } from '../schema/check-report.js';
import type { ConfigEntry, Limits } from '../schema/config.js';
import type { SummaryDocument } from '../schema/summary.js';
import { summarise } from '../summary/summarise.js';
import { loadConfig, unusedBaselines } from './check-config.js';
import { CHECK_FORMATS, type CheckFormat, renderCheck, tellGitHub } from './check-output.js';
import { noteEngine, runModel } from './model-run.js';
import { addOutputOptions, formatOf, type OutputFlags, writeResult } from './output.js';

interface CheckFlags extends ModelFlags, EngineFlags, Limits, OutputFlags<CheckFormat> {
  readonly baseline?: string;
  readonly update?: boolean;
  readonly config?: string;
  readonly tolerance?: Tolerance;
  readonly warnOnly?: boolean;
}

const EXAMPLES = `
Examples:
  $ se-resnet check --depth 50 --params 28080344
  $ se-resnet check --depth 18 --input-size 1x3x32x32 --max-mult-adds 600000000
  $ se-resnet check --depth 50 --baseline se-resnet-50.json --update    write the baseline
  $ se-resnet check --depth 50 --baseline se-resnet-50.json             compare with it
  $ se-resnet check                      every model of se-resnet.config.json, or of the
                                         "se-resnet" key of package.json

A configuration is a list of models:
  [{ "name": "trunk", "depth": 50, "baseline": "baselines/trunk.json" },
   { "name": "small", "depth": 18, "inputSize": [1, 3, 32, 32],
     "limits": { "params": 11770912, "maxMultAdds": 1000000000 }, "tolerance": "0.5%" }]

Against a baseline every total and every layer must be the same. With a tolerance the totals decide
alone, and the layers that moved are only listed.

In GitHub Actions what failed is annotated (on stderr), and a table is added to the step's summary.

Exit codes: 0 everything held, 1 something moved or a baseline is missing, 2 could not check.

Mult-adds are multiply-accumulates as torchinfo counts them: of convolutions, linear layers and
BatchNorm, biases included, activations not. They count for the whole batch.
`;

/** Defines `se-resnet check`. */
export function defineCheck(
  command: Command,
  process: ProcessLike,
  exit: (code: number) => void,
): void {
  addModelOptions(command);
  addEngineOptions(command, 'meta');
  for (const { flag, title } of METRICS) {
    command.addOption(
      new Option(`--${flag} <count>`, `what the ${title} must be`).argParser(
        parseCount(`--${flag}`),
      ),
    );
  }
  for (const { flag, title } of METRICS) {
    command.addOption(
      new Option(`--max-${flag} <count>`, `the most that the ${title} may be`).argParser(
        parseCount(`--max-${flag}`),
      ),
    );
  }
  command
    .addOption(
      new Option(
        '--tolerance <difference>',
        'how far totals may be off: 0.5%, or a number',
      ).argParser((text) => toleranceOf(text)),
    )
    .option('--baseline <file>', 'compare totals and layers with this file')
    .option('--update', 'write the baselines instead of comparing with them')
    .option('--config <file>', 'the models to check (default: se-resnet.config.json)')
    .option('--warn-only', 'report what moved, and exit with 0 all the same');
  addOutputOptions(command, CHECK_FORMATS)
    .addHelpText('after', EXAMPLES)
    .action((flags: CheckFlags) => runCheck(flags, givenFlags(command), process, exit));
}

/** A model to be checked. */
interface Target {
  readonly name: string;
  readonly model: ModelFlags;
  readonly limits: Limits;
  readonly tolerance: Tolerance;
  /** The baseline's file, from the working folder. */
  readonly baseline: string | null;
  /** Where a configuration lists it, for messages. */
  readonly place: string | null;
}

async function runCheck(
  flags: CheckFlags,
  given: readonly string[],
  process: ProcessLike,
  exit: (code: number) => void,
): Promise<void> {
  const format = formatOf(flags) ?? 'table';
  const targets = await targetsOf(flags, given, process);
  if (flags.update === true && targets.every(({ baseline }) => baseline === null)) {
    throw new UsageError(
      '--update writes baselines, but none is named.',
      'For example: se-resnet check --depth 50 --baseline se-resnet-50.json --update',
    );
  }
  const results: CheckResult[] = [];
  for (const target of targets) {
    const summary = await summaryOf(target, flags, process);
    results.push(
      flags.update === true && target.baseline !== null
        ? await update(target, target.baseline, summary)
        : await compare(target, summary),
    );
  }
  await writeResult(await renderCheck(results, format, flags, process), flags, process);
  const passed = results.every((result) => result.passed);
  const severity = flags.warnOnly === true ? 'warning' : 'error';
  await tellGitHub(results, severity, process);
  if (passed) return;
  if (flags.warnOnly === true) process.stderr.write('note: --warn-only, so this is no failure.\n');
  else exit(EXIT_FAILED);
  const hasMoved = results.some(({ checks }) =>
    checks.some((check) => check.source === 'baseline' && !check.passed),
  );
  if (hasMoved) {
    process.stderr.write(
      'If this is meant, the same command with --update makes it the baseline.\n',
    );
  }
}

async function targetsOf(
  flags: CheckFlags,
  given: readonly string[],
  process: ProcessLike,
): Promise<Target[]> {
  if (given.length === 0) return configuredTargets(flags, process);
  if (flags.config !== undefined) {
    throw new UsageError(
      `${given[0] ?? ''} cannot stand beside --config, which says what is checked.`,
      'Leave out one of the two.',
    );
  }
  const limits: Limits = {};
  for (const { key, maxKey } of METRICS) {
    limits[key] = flags[key];
    limits[maxKey] = flags[maxKey];
  }
  const { tolerance = EXACT, baseline = null } = flags;
  if (baseline === null && Object.values(limits).every((limit) => limit === undefined)) {
    throw new UsageError(
      'There is nothing to hold the model against.',
      `Give it --baseline, or ${list(
        METRICS.map(({ flag }) => `--${flag}`),
        'or',
      )}, or one of these with --max- in front.`,
    );
  }
  const name = nameOf(modelSpec(flags));
  return [{ name, model: flags, limits, tolerance, baseline, place: null }];
}

async function configuredTargets(flags: CheckFlags, { stderr }: ProcessLike): Promise<Target[]> {
  const config = await loadConfig(flags.config);
  for (const path of await unusedBaselines(config)) {
    stderr.write(`note: ${path} is a baseline that no entry of ${config.place} uses.\n`);
  }
  return config.entries.map((entry, index) => ({
    name: entry.name,
    model: { ...MODEL_DEFAULTS, ...modelFlagsOf(entry) },
    limits: entry.limits ?? {},
    tolerance:
      entry.tolerance === undefined
        ? (flags.tolerance ?? EXACT)
        : toleranceOf(String(entry.tolerance)),
    baseline:
      entry.baseline === undefined ? null : relative('', resolve(config.folder, entry.baseline)),
    place: `${config.place}: [${String(index)}] "${entry.name}"`,
  }));
}

/** The flags that an entry gives a value to; the others keep their defaults. */
function modelFlagsOf({
  arch,
  depth,
  block,
  blocks,
  numClasses,
  reduction,
  inputSize,
  freeze,
}: ConfigEntry): Partial<ModelFlags> {
  return {
    ...(arch !== undefined && { arch }),
    ...(numClasses !== undefined && { numClasses }),
    ...(inputSize !== undefined && { inputSize }),
    ...(freeze !== undefined && { freeze }),
    depth,
    block,
    blocks,
    reduction,
  };
}

/** @throws UserError, which tells where the model is configured. */
async function summaryOf(
  { model, place }: Target,
  flags: EngineFlags,
  process: ProcessLike,
): Promise<SummaryDocument> {
  try {
    const run = await runModel({ ...flags, ...model }, process);
    await noteEngine(run, process);
    return summaryDocument(summarise(run.trace, '1.8'), run.model, run.engine);
  } catch (error) {
    if (place === null || !(error instanceof UserError)) throw error;
    throw new UserError(`${place}: ${error.message}`, error.hint);
  }
}

async function compare(target: Target, summary: SummaryDocument): Promise<CheckResult> {
  const { name, baseline: path } = target;
  const baseline = path === null ? null : { path, document: await readBaselineFile(path) };
  return checkModel(name, summary, { ...target, baseline });
}

/** A baseline, or null where there is no such file. */
async function readBaselineFile(path: string): Promise<BaselineDocument | null> {
  const text = await readIfPresent(path);
  if (text === null) return null;
  const { readBaseline } = await import('../schema/read.js');
  return readBaseline(parseJson(text, path), path);
}

async function update(
  target: Target,
  path: string,
  summary: SummaryDocument,
): Promise<CheckResult> {
  const text = renderBaseline(baselineOf(summary));
  const before = await readIfPresent(path);
  if (before === text)
    return updatedModel(target.name, summary, target, { path, status: 'unchanged' });
  if (before !== null) await refuseToReplace(before, path);
  await makeFolderOf(path, '--baseline');
  await writeWhole(path, text, '--baseline');
  return updatedModel(target.name, summary, target, { path, status: 'written' });
}

/** Only baselines are written over, broken ones too, but not those of a newer release. */
async function refuseToReplace(text: string, path: string): Promise<void> {
  if (!looksLikeBaseline(text)) {
    throw new UsageError(
      `--update would write over ${path}, which is not a baseline.`,
      'Name another file with --baseline, or remove this one.',
    );
  }
  let value: unknown;
  try {
    value = parseJson(text, path);
  } catch {
    return;
  }
  const { refuseLater } = await import('../schema/read.js');
  refuseLater(value, path);
}

/** Of the flags that say what is checked, those that were given. */
function givenFlags(command: Command): string[] {
  const others = ['engine', 'seed', 'threads', 'fold', 'tolerance', 'update', 'config', 'warnOnly'];
  others.push('format', 'json', 'output');
  return command.options
    .filter((option) => !others.includes(option.attributeName()))
    .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
    .map((option) => option.long ?? option.flags);
}

function parseCount(flag: string): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (Number.isSafeInteger(value)) return value;
    throw badValue(flag, text, 'a whole number from 0', 'Without units or separators: 28080344');
  };
}

function toleranceOf(text: string): Tolerance {
  const tolerance = parseTolerance(text);
  if (tolerance !== null) return tolerance;
  throw badValue('--tolerance', text, 'a number from 0, or a percentage such as 0.5%');
}
