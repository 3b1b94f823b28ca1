import type { Command } from '../commander.js';
import { runOnShapes } from '../inspect.js';
import { buildModel, namedModels } from '../models/catalog.js';
import { MODEL_DEFAULTS, modelSpec } from '../options.js';
import type { ProcessLike } from '../process.js';
import { type Block, numbers, words } from '../report/blocks.js';
import { grouped } from '../report/python-format.js';
import type { ListDocument } from '../schema/list.js';
import { summarise } from '../summary/summarise.js';
import { addOutputOptions, formatOf, type OutputFlags, writeResult } from './output.js';

const FORMATS = ['table', 'json', 'markdown'] as const;

const INPUT = MODEL_DEFAULTS.inputSize.join('x');

const EXAMPLES = `
Examples:
  $ se-resnet list
  $ se-resnet list --json

Counted for an input of ${INPUT} and ${String(MODEL_DEFAULTS.numClasses)} classes. Mult-adds are multiply-accumulates as
torchinfo counts them: of convolutions, linear layers and BatchNorm, biases included, activations not.
`;

/** Defines `se-resnet list`. */
export function defineList(command: Command, process: ProcessLike): void {
  addOutputOptions(command, FORMATS)
    .addHelpText('after', EXAMPLES)
    .action(async (flags: OutputFlags<(typeof FORMATS)[number]>) => {
      const format = formatOf(flags) ?? 'table';
      await writeResult(await render(listed(), format), flags, process);
    });
}

async function render(models: ListDocument, format: (typeof FORMATS)[number]): Promise<string> {
  switch (format) {
    case 'json':
      return `${JSON.stringify(models, null, 2)}\n`;
    case 'markdown':
      return (await import('../report/markdown.js')).renderMarkdown(blocksOf(models));
    case 'table':
      return (await import('../report/boxed.js')).renderBoxed(blocksOf(models));
  }
}

function listed(): ListDocument {
  return namedModels().map(({ name, arch, depth, block, blocks }) => {
    const flags = { ...MODEL_DEFAULTS, arch, depth };
    const { trace } = runOnShapes(buildModel(modelSpec(flags)), flags.inputSize);
    const { params, multAdds } = summarise(trace, '1.8').totals;
    return { name, arch, depth, block, blocks, inputShape: flags.inputSize, params, multAdds };
  });
}

function blocksOf(models: ListDocument): Block[] {
  return [
    {
      kind: 'grid',
      columns: [
        words('Model'),
        words('Block'),
        words('Blocks'),
        numbers('Params'),
        numbers(`Mult-adds at ${INPUT}`),
      ],
      rows: models.map(({ name, block, blocks, params, multAdds }) => [
        name,
        block,
        blocks.join(','),
        grouped(params),
        grouped(multAdds),
      ]),
    },
  ];
}
