import { type Command, Option } from 'commander';
import {
  addEngineOptions,
  addModelOptions,
  choice,
  choices,
  type EngineFlags,
  integerFrom,
  type ModelFlags,
  positiveInteger,
} from '../options.js';
import type { ProcessLike } from '../process.js';
import { COLUMNS, DEFAULT_COLUMNS } from '../report/columns/index.js';
import { ROW_SETTINGS, type RowSetting, renderTable } from '../report/table.js';
import { summarise } from '../summary/summarise.js';
import { TORCHINFO_RELEASES, type TorchinfoRelease } from '../summary/summary.js';
import { colourLevel } from '../terminal/colour.js';
import { noteEngine, runModel } from './model-run.js';

interface SummaryFlags extends ModelFlags, EngineFlags {
  readonly torchinfo: TorchinfoRelease;
  readonly colNames: readonly string[];
  readonly rowSettings: readonly RowSetting[];
  readonly layerDepth: number;
  readonly colWidth: number;
  readonly verbose?: boolean;
  readonly json?: boolean;
}

const COLUMN_NAMES = COLUMNS.map((column) => column.name);

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
  addModelOptions(command);
  addEngineOptions(command, 'auto');
  command
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
  const run = await runModel(flags, process);
  if (flags.json === true) {
    const { summaryDocument } = await import('../report/json.js');
    const document = summaryDocument(summarise(run.trace, '1.8'), run.model, run.engine);
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  } else {
    const columns = flags.colNames.flatMap((name) => COLUMNS.filter((c) => c.name === name));
    const level = colourLevel(process.stdout, process.env);
    const style =
      level === 0 ? undefined : (await import('../terminal/style.js')).tableStyle(level);
    const verbose = flags.verbose === true;
    const summary = summarise(run.trace, flags.torchinfo);
    process.stdout.write(renderTable(summary, { ...flags, columns, verbose }, style));
  }
  await noteEngine(run, process);
}
