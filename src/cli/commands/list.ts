import { headOf } from '../../documents/constants.js';
import type { ListDocument } from '../../documents/list.js';
import { allOptions, buildModel, describeModel, namedModels } from '../../models/registry.js';
import { type Block, numbers, words } from '../../report/blocks.js';
import { summary } from '../../run.js';
import { grouped } from '../../text/python-format.js';
import type { Command } from '../commander.js';
import { MODEL_DEFAULTS } from '../flags/model.js';
import { flagText } from '../flags/option.js';
import { addOutputFlags, formatOf, type OutputFlags } from '../flags/output.js';
import type { ProcessLike } from '../process.js';
import { REPORT_FORMATS, type ReportFormat, writeReport, writeResult } from '../write.js';

const INPUT = MODEL_DEFAULTS.inputSize.join('x');

const EXAMPLES = `
Examples:
  $ se-resnet list
  $ se-resnet list --json

Counted for an input of ${INPUT} and 1000 classes. Mult-adds are multiply-accumulates as
torchinfo counts them: of convolutions, linear layers and BatchNorm, biases included, activations not.
`;

/** Defines `se-resnet list`. */
export function defineList(command: Command, process: ProcessLike): void {
  addOutputFlags(command, REPORT_FORMATS)
    .addHelpText('after', EXAMPLES)
    .action(async (flags: OutputFlags<ReportFormat>) => {
      const format = formatOf(flags) ?? 'table';
      const document = listDocument();
      const report = { document, blocks: () => blocksOf(document) };
      await writeResult(await writeReport(report, format), flags, process);
    });
}

function listDocument(): ListDocument {
  const inputShape = MODEL_DEFAULTS.inputSize;
  return {
    ...headOf('list'),
    models: namedModels().map(({ name, architecture, options }) => {
      const model = buildModel({ architecture, options: architecture.resolve(options) });
      const { params, multAdds } = summary(model, inputShape).by('1.8').totals;
      return { ...describeModel(model), name, inputShape, params, multAdds };
    }),
  };
}

function blocksOf({ models }: ListDocument): Block[] {
  const shown = allOptions().filter(({ title }) => title !== null);
  return [
    {
      kind: 'grid',
      columns: [
        words('Model'),
        ...shown.map(({ title }) => words(title ?? '')),
        numbers('Params'),
        numbers(`Mult-adds at ${INPUT}`),
      ],
      rows: models.map(({ name, options, params, multAdds }) => [
        name,
        ...shown.map((option) => textOf(options[option.name])),
        grouped(params),
        grouped(multAdds),
      ]),
    },
  ];
}

function textOf(value: Parameters<typeof flagText>[0] | undefined): string {
  return value === undefined || value === null ? '' : flagText(value);
}
