import { readdirSync, readFileSync } from 'node:fs';
import type { OptionValues } from '../../src/models/option.js';
import { ZOO } from '../../src/models/zoo/all.js';
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

/** Builds a network of a zoo by the references' name for it. */
export function buildZoo({ source, name, arguments: given }: ZooCase): AnyModule {
  const isClass = source.includes('.');
  const wanted = isClass ? source.replace('.', '/') : `${source}/${name}`;
  const known = NETWORKS.get(`${source}.${name}`)?.arguments ?? {};
  const options = camelCased(given ?? (isClass ? known : {}));
  for (const architecture of ZOO) {
    const variant = architecture.variants.find((network) => network.name === wanted);
    if (variant !== undefined || architecture.name === wanted) {
      return architecture.build(architecture.resolve({ ...variant?.options, ...options }));
    }
  }
  throw new Error(`there is no network ${wanted}`);
}

/** Whether there is such a network. */
export function isBuilt({ source, name }: ZooCase): boolean {
  const wanted = source.includes('.') ? source.replace('.', '/') : `${source}/${name}`;
  return ZOO.some((architecture) =>
    [architecture, ...architecture.variants].some((known) => known.name === wanted),
  );
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
