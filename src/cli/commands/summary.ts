import { type ColumnName, columnNames, DEFAULT_COLUMNS } from '../../report/columns/index.js';
import { type FormatName, formatNames, FORMATS } from '../../report/formats.js';
import { MOST_COLUMN_WIDTH, ROW_SETTINGS, type RowSetting } from '../../report/table-options.js';
import { PLAIN, type TableStyle } from '../../report/table.js';
import { TORCHINFO_RELEASES, type TorchinfoRelease } from '../../summary/summary.js';
import { totalsFor } from '../../summary/totals.js';
import { kebabCase } from '../../text/keys.js';
import { joinWords } from '../../text/words.js';
import { type Command, Option } from '../commander.js';
import { choice, choices } from '../flags/choice.js';
import { addEngineFlags, type EngineFlags } from '../flags/engine.js';
import { addModelArgument, addModelFlags, givenOptions, type ModelFlags } from '../flags/model.js';
import { integerFrom, positiveInteger } from '../flags/number.js';
import { addOutputFlags, formatOf, type OutputFlags } from '../flags/output.js';
import { noteEngine, runModel } from '../model-run.js';
import type { ProcessLike } from '../process.js';
import { colourLevel } from '../terminal/colour.js';
import { writeResult } from '../write.js';

interface SummaryFlags extends ModelFlags, EngineFlags, OutputFlags<FormatName> {
  readonly torchinfo: TorchinfoRelease;
  readonly colNames: readonly ColumnName[];
  readonly rowSettings: readonly RowSetting[];
  readonly layerDepth: number;
  readonly colWidth: number;
  readonly verbose?: boolean;
  /** The total's name as the flag has it. */
  readonly print?: string;
}

const COLUMN_NAMES = columnNames();

const EXAMPLES = `
Examples:
  $ se-resnet summary                                  SE-ResNet-50, the table of the article
  $ se-resnet summary timm/seresnet50
  $ se-resnet summary paper/se-resnet-50 --num-classes 10
  $ se-resnet summary --depth 18 --input-size 1x3x32x32 --num-classes 10
  $ se-resnet summary --block bottleneck --blocks 2,2,2,2
  $ se-resnet summary --col-names output_size,num_params,kernel_size,mult_adds
  $ se-resnet summary --layer-depth 1 --engine meta    the outline, without computing anything
  $ se-resnet summary --freeze conv1,bn1,layer1        what is left to train
  $ se-resnet summary --arch resnet --depth 50         the same network without SE blocks
  $ se-resnet summary --json -o se-resnet-50.json
  $ se-resnet summary --engine meta --print params     one number, for scripts

The flags of the table (--torchinfo, --col-names and those after it) shape --format table and, but
for --col-width and --verbose, --format markdown; JSON, CSV and --print say everything by 1.8's rules.

Mult-adds are multiply-accumulates as torchinfo counts them: of convolutions, linear layers and
BatchNorm, biases included, activations not. JSON's flops are 2 x the multiply-accumulates of
convolutions, linear layers and matrix products alone, with their weights and not their biases.
`;

/** Defines `se-resnet summary`. */
export function defineSummary(command: Command, process: ProcessLike): void {
  const totals = totalsFor('print').map(kebabCase);
  addModelArgument(command);
  addModelFlags(command);
  addEngineFlags(command, 'auto');
  command
    .addOption(
      new Option('--torchinfo <release>', 'print as this release does: 1.6 or 1.8')
        .default('1.6')
        .argParser(choice('--torchinfo', TORCHINFO_RELEASES)),
    )
    .addOption(
      new Option('--col-names <names>', `columns, of ${COLUMN_NAMES.join(', ')}`)
        .default(DEFAULT_COLUMNS, DEFAULT_COLUMNS.join(','))
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
        .argParser(positiveInteger('--col-width', MOST_COLUMN_WIDTH)),
    )
    .option('--verbose', 'show the parameters under each layer')
    .addOption(
      new Option('--print <total>', `print one number alone: ${joinWords(totals, 'or')}`)
        .conflicts(['format', 'json'])
        .argParser(choice('--print', totals)),
    );
  addOutputFlags(command, formatNames())
    .addHelpText('after', EXAMPLES)
    .action((model: string | undefined, flags: SummaryFlags) =>
      runSummary({ ...flags, model, options: givenOptions(command) }, process),
    );
}

async function runSummary(flags: SummaryFlags, process: ProcessLike): Promise<void> {
  const format = formatOf(flags) ?? 'table';
  const run = await runModel(flags, flags, process, {
    torchinfo: flags.torchinfo,
    levels: flags.layerDepth,
    columns: flags.colNames,
    rowSettings: flags.rowSettings,
    columnWidth: flags.colWidth,
    verbose: flags.verbose === true,
  });
  const total = totalsFor('print').find((key) => kebabCase(key) === flags.print);
  if (total !== undefined) {
    const { totals } = run.summary.by('1.8');
    await writeResult(`${String(totals[total])}\n`, flags, process);
  } else {
    const write = await FORMATS[format]();
    const style = await styleFor(flags, process);
    await writeResult(write(run.summary, style), flags, process);
  }
  await noteEngine(run, process);
}

/** Colours are for terminals, not for files. */
async function styleFor(
  { output }: SummaryFlags,
  { stdout, env }: ProcessLike,
): Promise<TableStyle> {
  const level = output === undefined ? colourLevel(stdout, env) : 0;
  return level === 0 ? PLAIN : (await import('../terminal/style.js')).tableStyle(level);
}
