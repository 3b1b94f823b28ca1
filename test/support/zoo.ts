import { readdirSync, readFileSync } from 'node:fs';
import { createModel } from '../../src/models/create.js';
import type { OptionValues } from '../../src/models/option.js';
import type { AnyModule } from '../../src/nn/index.js';
import type { TorchinfoRelease } from '../../src/summary/summary.js';
import type { Totals } from '../../src/summary/totals.js';
import { type AskedTable, fixture } from './fixtures.js';

/** A network of a zoo, as the references name it. */
export interface ZooCase {
  /** A zoo, or a class of timm's: `timm.ResNet`. */
  readonly source: string;
  readonly name: string;
  /** The zoo's own arguments, by its names. */
  readonly arguments?: Readonly<Record<string, OptionValues[string]>>;
}

/** Logits of a pass in PyTorch. */
export interface ZooLogits extends ZooCase {
  readonly input: number[];
  readonly gain: number;
  readonly logits: number[][];
}

interface ZooTable extends ZooCase {
  readonly torchinfo: {
    readonly input_size: number[];
    readonly depth?: number;
    readonly verbose?: number;
    readonly col_names?: string[];
    readonly row_settings?: AskedTable['rowSettings'];
  };
  readonly totals: Readonly<Record<TorchinfoRelease, Readonly<Record<string, number>>>>;
}

interface ZooJson {
  'logits.json': Record<string, ZooLogits>;
  'networks.json': (ZooCase & { readonly input: number[] })[];
  'tables/index.json': Record<string, ZooTable>;
}

/** A JSON file under fixtures/zoo. */
export function readZoo<Name extends keyof ZooJson>(name: Name): ZooJson[Name] {
  const parse: (text: string) => ZooJson[Name] = JSON.parse;
  return parse(readFileSync(fixture('zoo', name), 'utf8'));
}

/** The rows of a table under fixtures/zoo, by the names in its first line. */
export function readZooRows(name: string): Record<string, string>[] {
  return readRows('zoo', name);
}

/** The rows of a table under fixtures, by the names in its first line. */
export function readRows(...path: string[]): Record<string, string>[] {
  const [head = '', ...lines] = readFileSync(fixture(...path), 'utf8')
    .trimEnd()
    .split('\n');
  const names = head.split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(names.map((column, index) => [column, cells[index] ?? '']));
  });
}

/** The names `SOURCE.NAME` of the files in a folder under fixtures/zoo, without their ends. */
export function zooFiles(folder: 'keys' | 'trees'): ZooCase[] {
  return readdirSync(fixture('zoo', folder)).map((file) => {
    const [, source = '', name = ''] =
      /^((?:timm\.(?:ResNet|SENet))|[^.]+)\.(.+)\.(?:json|txt)$/.exec(file) ?? [];
    return { source, name };
  });
}

/** Every network of the references by its name, with its arguments if it has some. */
const NETWORKS = new Map(
  readZoo('networks.json').map((network) => [`${network.source}.${network.name}`, network]),
);

/** Builds a network of a zoo by its name, or a class of timm's by the arguments of the references. */
export function buildZoo({ source, name, arguments: given }: ZooCase): AnyModule {
  if (!source.includes('.')) return createModel(`${source}/${name}`, camelCased(given));
  const known = NETWORKS.get(`${source}.${name}`)?.arguments;
  return createModel(source.replace('.', '/'), camelCased(given ?? known));
}

function camelCased(values: ZooCase['arguments'] = {}): OptionValues {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}

/** A table's arguments by our names. */
export function askedOf({ torchinfo }: ZooTable): Omit<AskedTable, 'torchinfo'> {
  return {
    colNames: torchinfo.col_names ?? ['output_size', 'num_params'],
    rowSettings: torchinfo.row_settings ?? ['depth'],
    layerDepth: torchinfo.depth ?? 3,
    verbose: torchinfo.verbose === 2,
  };
}

/** torchinfo's names of totals by ours. */
export const ZOO_TOTALS = {
  params: 'totalParams',
  trainableParams: 'trainableParams',
  multAdds: 'totalMultAdds',
  inputBytes: 'inputBytes',
  forwardBackwardBytes: 'outputBytes',
  paramBytes: 'paramBytes',
} satisfies Partial<Record<keyof Totals, string>>;
