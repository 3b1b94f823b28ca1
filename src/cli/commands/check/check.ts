import { checkModel, updatedModel } from '../../../check/check.js';
import { limitsOf } from '../../../check/limits.js';
import type { BaselineDocument } from '../../../documents/baseline.js';
import type { CheckResult } from '../../../documents/check.js';
import { maxKey } from '../../../documents/limit-names.js';
import type { SummaryDocument } from '../../../documents/summary.js';
import { UserError } from '../../../errors.js';
import { TOTALS, totalsFor } from '../../../summary/totals.js';
import { type Command, Option } from '../../commander.js';
import { explain, shellWord } from '../../explain.js';
import { type InputFile, refuseToReplaceInput } from '../../files/inputs.js';
import type { FileToWrite } from '../../files/write.js';
import { addEngineFlags, type EngineFlags } from '../../flags/engine.js';
import { fileOption } from '../../flags/file.js';
import { addModelArgument, addModelFlags, givenOptions } from '../../flags/model.js';
import { byFlag, inConfiguration } from '../../flags/naming.js';
import { count } from '../../flags/number.js';
import { flagOf } from '../../flags/option.js';
import { addOutputFlags, formatOf } from '../../flags/output.js';
import { toleranceOf } from '../../flags/tolerance.js';
import { noteEngine, runModel } from '../../model-run.js';
import { EXIT_FAILED, type ProcessLike } from '../../process.js';
import { UsageError } from '../../usage.js';
import { REPORT_FORMATS, writeResult } from '../../write.js';
import {
  readBaselineFile,
  readToUpdate,
  refuseSharedBaselines,
  updatedBaseline,
} from './baselines.js';
import { annotateGitHub, checkText } from './output.js';
import { type CheckFlags, type Target, targetsOf } from './targets.js';

const EXAMPLES = `
Examples:
  $ se-resnet check --depth 50 --params 28080344
  $ se-resnet check timm/seresnet50 --params 28088024
  $ se-resnet check --depth 18 --input-size 1x3x32x32 --max-mult-adds 600000000
  $ se-resnet check --depth 50 --baseline se-resnet-50.json --update    write the baseline
  $ se-resnet check --depth 50 --baseline se-resnet-50.json             compare with it
  $ se-resnet check                      every model of se-resnet.config.json, or of the
                                         "se-resnet" key of package.json

A configuration is looked for in this folder, then in those above. It is a list of models, or an object
that has one: { "$schema": ..., "models": [...] }; se-resnet.config.json may have comments.
  [{ "name": "trunk", "depth": 50, "baseline": "baselines/trunk.json" },
   { "name": "teacher", "model": "timm/seresnet50", "limits": { "params": 28088024 } },
   { "name": "small", "depth": 18, "inputSize": [1, 3, 32, 32],
     "limits": { "params": 11770912, "maxMultAdds": 1000000000 }, "tolerance": "0.5%" }]

Against a baseline every total, every field of every layer, their order, the input and the model's
description must be the same; one whose totals contradict its layers was edited, and is refused.
With a tolerance the totals decide alone, and what moved is only listed.

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
  addModelArgument(command);
  addModelFlags(command);
  const checked = totalsFor('check');
  for (const key of checked) {
    command.addOption(limitFlag(flagOf(key), `what the ${TOTALS[key].label} must be`));
  }
  for (const key of checked) {
    command.addOption(
      limitFlag(flagOf(maxKey(key)), `the most that the ${TOTALS[key].label} may be`),
    );
  }
  command.addOption(fileOption('--baseline <file>', 'compare totals and layers with this file'));
  const whatToCheck = [...command.options];
  command
    .addOption(
      new Option(
        '--tolerance <difference>',
        'how far totals may be off: 0.5%, or a number',
      ).argParser(toleranceOf),
    )
    .option('--update', 'write the baselines instead of comparing with them')
    .addOption(
      fileOption('--config <file>', 'the models to check (default: se-resnet.config.json)'),
    )
    .option('--warn-only', 'report what moved, and exit with 0 all the same');
  addEngineFlags(command, 'meta');
  addOutputFlags(command, REPORT_FORMATS)
    .addHelpText('after', EXAMPLES)
    .action((model: string | undefined, flags: CheckFlags) => {
      const given = whatToCheck.filter(
        (option) => command.getOptionValueSource(option.attributeName()) === 'cli',
      );
      const names = [
        ...(model === undefined ? [] : [model]),
        ...given.map((option) => option.long ?? option.flags),
      ];
      const limits = limitsOf((name) => command.getOptionValue(name));
      return runCheck(
        { ...flags, model, options: givenOptions(command), limits },
        names,
        process,
        exit,
      );
    });
}

function limitFlag(flag: string, words: string): Option {
  return new Option(`${flag} <count>`, words).argParser(count(flag));
}

/** @param given the flags that say what is checked, of those that were given */
async function runCheck(
  flags: CheckFlags,
  given: readonly string[],
  process: ProcessLike,
  exit: (code: number) => void,
): Promise<void> {
  const format = formatOf(flags) ?? 'table';
  const { targets, config } = await targetsOf(flags, given, process);
  if (flags.update === true && targets.every(({ baseline }) => baseline === null)) {
    throw new UsageError(
      '--update writes baselines, but none is named.',
      'For example: se-resnet check --depth 50 --baseline se-resnet-50.json --update',
    );
  }
  await refuseSharedBaselines(targets);
  await refuseToReplaceInput(flags.output, inputsOf(targets, config));
  // Everything is read and worked out before anything is written.
  const prepared: Prepared[] = [];
  for (const target of targets) prepared.push(await prepare(target, flags));
  const outcomes: Outcome[] = [];
  for (const { target, finish } of prepared) {
    outcomes.push(finish(await summaryOf(target, flags, process)));
  }
  const results = outcomes.map(({ result }) => result);
  const files = outcomes.flatMap(({ file }) => file ?? []);
  await writeResult(await checkText(results, format, flags, process), flags, process, files);
  const passed = results.every((result) => result.passed);
  const severity = flags.warnOnly === true ? 'warning' : 'error';
  await annotateGitHub(results, severity, process);
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

/** The files that the command reads, by what names them. */
function inputsOf(targets: readonly Target[], config: string | null): InputFile[] {
  return [
    ...targets.flatMap(({ name, baseline, place }): InputFile[] =>
      baseline === null
        ? []
        : [
            {
              path: baseline,
              words: place === null ? 'the baseline' : `the baseline of "${name}"`,
            },
          ],
    ),
    ...(config === null ? [] : [{ path: config, words: 'the configuration' }]),
  ];
}

/** A model whose baseline has been read. */
interface Prepared {
  readonly target: Target;
  /** What comes of it once the model has been run. */
  readonly finish: (summary: SummaryDocument) => Outcome;
}

/** The result of a check, and the baseline that is to be written. */
interface Outcome {
  readonly result: CheckResult;
  readonly file?: FileToWrite | null;
}

/** Reads what a model is to be compared with, or what its baseline is now if that is to be updated. */
async function prepare(target: Target, { update, config }: CheckFlags): Promise<Prepared> {
  const { name, baseline: path } = target;
  if (path === null) {
    return {
      target,
      finish: (summary) => ({ result: checkModel(name, summary, { ...target, baseline: null }) }),
    };
  }
  if (update === true) {
    const before = await readToUpdate(path, target.place);
    return {
      target,
      finish(summary) {
        const file = updatedBaseline(before, summary);
        const status = file === null ? 'unchanged' : 'written';
        return { result: updatedModel(name, summary, target, { path, status }), file };
      },
    };
  }
  const baseline = { path, document: await readBaseline(path, target, config) };
  return {
    target,
    finish: (summary) => ({ result: checkModel(name, summary, { ...target, baseline }) }),
  };
}

/** @throws UserError, which names the place where the model is configured. */
async function summaryOf(
  { model, place }: Target,
  flags: EngineFlags,
  process: ProcessLike,
): Promise<SummaryDocument> {
  try {
    const run = await runModel(
      model,
      flags,
      process,
      {},
      place === null ? byFlag : inConfiguration,
    );
    await noteEngine(run, process);
    return run.summary.toJSON();
  } catch (error) {
    if (place === null || !(error instanceof UserError)) throw error;
    const { message, hint } = explain(error, inConfiguration);
    throw new UserError('configured', `${place}: ${message}`, { hint, cause: error });
  }
}

/** @throws FileError; one of the first version can be made again by the configuration that names it. */
async function readBaseline(
  path: string,
  { place }: Target,
  config: string | undefined,
): Promise<BaselineDocument | null> {
  try {
    return await readBaselineFile(path);
  } catch (error) {
    if (place === null || !(error instanceof UserError) || error.code !== 'earlier-version')
      throw error;
    const flag = config === undefined ? '' : ` --config ${shellWord(config)}`;
    throw new UserError('configured', error.message, {
      hint: `To make it again: se-resnet check${flag} --update`,
      cause: error,
    });
  }
}
