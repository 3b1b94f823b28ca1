import { headOf } from '../../documents/constants.js';
import type { ListDocument } from '../../documents/list.js';
import type { CatalogueEntry } from '../../models/catalogue.js';
import { sourceOf, ZOOS } from '../../models/names.js';
import type { OptionValue } from '../../models/option.js';
import { allOptions, namedModels } from '../../models/registry.js';
import { shown } from '../../ops/arguments.js';
import { type Block, numbers, paragraph, words } from '../../report/blocks.js';
import { grouped } from '../../text/python-format.js';
import { nearestWord, plural } from '../../text/words.js';
import { countNetwork, readCatalogue } from '../catalogue.js';
import type { Command } from '../commander.js';
import { flagText } from '../flags/naming.js';
import { addOutputFlags, formatOf, type OutputFlags } from '../flags/output.js';
import type { ProcessLike } from '../process.js';
import { UsageError } from '../usage.js';
import { REPORT_FORMATS, type ReportFormat, writeReport, writeResult } from '../write.js';

const EXAMPLES = `
Examples:
  $ se-resnet list                     the article's networks and the paper's
  $ se-resnet list timm                a zoo's
  $ se-resnet list seresnext50
  $ se-resnet list --json              everything

A filter is a part of a name. Everything is counted at the usual input of the network and its own number
of classes. MACs are the multiply-accumulates of convolutions, linear layers and matrix products, with
their weights and not their biases (half of the flops). Mult-adds are multiply-accumulates as torchinfo
counts them: of convolutions, linear layers and BatchNorm, biases included, activations not.
`;

/** Defines `se-resnet list`. */
export function defineList(command: Command, process: ProcessLike): void {
  command.argument('[filter]', 'a part of the names: timm, seresnext');
  addOutputFlags(command, REPORT_FORMATS)
    .addHelpText('after', EXAMPLES)
    .action(async (filter: string | undefined, flags: OutputFlags<ReportFormat>) => {
      const format = formatOf(flags) ?? 'table';
      const all = await everyNetwork();
      const models = filter === undefined ? all : filtered(all, filter);
      const document: ListDocument = { ...headOf('list'), models };
      const isShort = filter === undefined;
      const report = { document, blocks: () => blocksOf(models, isShort) };
      await writeResult(await writeReport(report, format), flags, process);
    });
}

/** The networks that the build has counted, and those that have been registered since. */
async function everyNetwork(): Promise<CatalogueEntry[]> {
  const { networks } = await readCatalogue();
  const known = new Set(networks.map(({ name }) => name));
  const registered = namedModels().filter(({ name }) => !known.has(name));
  return [...networks, ...registered.map(countNetwork)];
}

/** @throws UsageError if no name has the filter in it. */
function filtered(networks: readonly CatalogueEntry[], filter: string): CatalogueEntry[] {
  const found = networks.filter(({ name }) => name.includes(filter));
  if (found.length > 0) return found;
  const parts = networks.flatMap(({ name }) => [name, ...name.split('/')]);
  const nearest = nearestWord(filter, parts);
  throw new UsageError(
    `No model's name has ${shown(filter)} in it.`,
    nearest === undefined ? undefined : `Did you mean ${nearest}?`,
  );
}

/** @param isShort whether the zoos are only counted */
function blocksOf(networks: readonly CatalogueEntry[], isShort: boolean): Block[] {
  const own = networks.filter(({ name }) => !ZOOS.includes(sourceOf(name)));
  const listed = isShort ? own : networks;
  const options = allOptions().filter(
    ({ name, title }) => title !== null && own.some((network) => name in network.options),
  );
  const grid: Block = {
    kind: 'grid',
    columns: [
      words('Model'),
      ...options.map(({ title }) => words(title ?? '')),
      words('Input'),
      numbers('Params'),
      numbers('MACs'),
      numbers('Mult-adds'),
    ],
    rows: listed.map((network) => [
      network.name,
      ...options.map((option) => textOf(network.options[option.name])),
      network.inputShape.join('x'),
      grouped(network.params),
      grouped(network.flops / 2),
      grouped(network.multAdds),
    ]),
  };
  if (!isShort) return [grid];
  const counts = ZOOS.map((zoo) => {
    const count = networks.filter(({ name }) => sourceOf(name) === zoo).length;
    return `${zoo}: ${plural(count, 'network')}, which se-resnet list ${zoo} lists.`;
  });
  return [grid, paragraph(...counts)];
}

function textOf(value: OptionValue | undefined): string {
  return value === undefined || value === null ? '' : flagText(value);
}
