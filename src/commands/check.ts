import { type Command, Option } from '../commander.js';
import { checkModel, updatedModel } from '../check/check.js';
import { METRICS } from '../check/metrics.js';
import { badValue, UsageError, UserError } from '../errors.js';
import { addEngineOptions, addModelOptions, type EngineFlags } from '../options.js';
import { EXIT_FAILED, type ProcessLike } from '../process.js';
import { summaryDocument } from '../report/json.js';
import type { CheckResult } from '../schema/check-report.js';
import type { SummaryDocument } from '../schema/summary.js';
import { readBaselineFile, updateBaseline } from './check-baseline.js';
import { CHECK_FORMATS, renderCheck, tellGitHub } from './check-output.js';
import { type CheckFlags, type Target, targetsOf, toleranceOf } from './check-targets.js';
import { noteEngine, runModel } from './model-run.js';
import { addOutputOptions, formatOf, writeResult } from './output.js';

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
  command.option('--baseline <file>', 'compare totals and layers with this file');
  const whatToCheck = [...command.options];
  command
    .addOption(
      new Option(
        '--tolerance <difference>',
        'how far totals may be off: 0.5%, or a number',
      ).argParser(toleranceOf),
    )
    .option('--update', 'write the baselines instead of comparing with them')
    .option('--config <file>', 'the models to check (default: se-resnet.config.json)')
    .option('--warn-only', 'report what moved, and exit with 0 all the same');
  addEngineOptions(command, 'meta');
  addOutputOptions(command, CHECK_FORMATS)
    .addHelpText('after', EXAMPLES)
    .action((flags: CheckFlags) => {
      const given = whatToCheck.filter(
        (option) => command.getOptionValueSource(option.attributeName()) === 'cli',
      );
      const names = given.map((option) => option.long ?? option.flags);
      return runCheck(flags, names, process, exit);
    });
}

/** @param given the flags that say what is checked, of those that were given */
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
    results.push(await check(target, await summaryOf(target, flags, process), flags));
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

/** @throws UserError, which tells where the model is configured. */
async function summaryOf(
  { model, place }: Target,
  flags: EngineFlags,
  process: ProcessLike,
): Promise<SummaryDocument> {
  try {
    const run = await runModel({ ...flags, ...model }, process);
    await noteEngine(run, process);
    return summaryDocument(run);
  } catch (error) {
    if (place === null || !(error instanceof UserError)) throw error;
    throw new UserError(`${place}: ${error.message}`, error.hint);
  }
}

/** Holds a model against what is expected of it, or makes it what is expected. */
async function check(
  target: Target,
  summary: SummaryDocument,
  { update }: CheckFlags,
): Promise<CheckResult> {
  const { name, baseline: path } = target;
  if (path === null) return checkModel(name, summary, { ...target, baseline: null });
  if (update === true) {
    const status = await updateBaseline(path, summary);
    return updatedModel(name, summary, target, { path, status });
  }
  const baseline = { path, document: await readBaselineFile(path) };
  return checkModel(name, summary, { ...target, baseline });
}

function parseCount(flag: string): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (Number.isSafeInteger(value)) return value;
    throw badValue(flag, text, 'a whole number from 0', 'Without units or separators: 28080344');
  };
}
