import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Op } from '../../src/ops/index.js';
import type { RowSetting } from '../../src/report/table-options.js';
import type { TorchinfoRelease } from '../../src/summary/summary.js';
import type { Totals } from '../../src/summary/totals.js';

/** The path of a file under fixtures/. */
export function fixture(...segments: string[]): string {
  return fileURLToPath(new URL(`../../fixtures/${segments.join('/')}`, import.meta.url));
}

/** A torchinfo table, and the arguments that must reproduce it. */
export interface TableCase {
  readonly name: string;
  readonly release: string;
  readonly args: readonly string[];
}

/** Every table under fixtures/torchinfo. */
export function readCases(): TableCase[] {
  const cases = readJson('torchinfo/cases.json');
  return Object.entries(cases).flatMap(([name, { torchinfo, args }]) =>
    torchinfo.map((release) => ({ name, release, args })),
  );
}

/** A tensor in torch's order of elements. */
export interface FixtureTensor {
  readonly shape: number[];
  readonly data: number[];
}

/**
 * One run of an operation in PyTorch, and of those that may be folded into it, one after the other; the
 * tensors that they read are fixture tensors.
 */
export interface OpCase {
  readonly name: string;
  readonly op: Op;
  readonly folded: readonly Op[];
  readonly inputs: FixtureTensor[];
  readonly output: FixtureTensor;
}

/** A module of torch.nn, its arguments by torch's names, and what PyTorch gives for the formula's numbers. */
export interface LayerCase {
  readonly layer: string;
  readonly options: Readonly<Record<string, number | boolean | readonly number[]>>;
  readonly inputs: number[][];
  readonly stateDict: [name: string, shape: number[]][];
  readonly outputShape: number[];
  readonly output: number[];
}

/** A table by torchinfo's own names of what is asked for. */
export interface AskedTable {
  readonly torchinfo: TorchinfoRelease[];
  readonly colNames: string[];
  readonly rowSettings: RowSetting[];
  readonly layerDepth: number;
  readonly verbose: boolean;
}

/** A table of one of the models in trees.ts. */
export interface TreeCase extends AskedTable {
  readonly model: string;
  readonly inputSize: number[];
}

/** A table of the model in odd.ts that has its name, and its totals before torchinfo rounds them. */
export interface OddCase extends AskedTable {
  readonly inputSizes: number[][];
  readonly totals: Record<TorchinfoRelease, Partial<Totals>>;
}

interface LogitsEntry {
  /** None for an SE block alone. */
  depth?: number;
  inputShape: number[];
  logits?: number[][];
  output?: number[];
}

/** The memory of one command, which ran a named SE-ResNet on [batch, 3, size, size]. */
export interface MemoryPoint {
  readonly engine: string;
  readonly depth: number;
  readonly batch: number;
  readonly size: number;
  readonly threads: number;
  readonly fold: boolean;
  /** 1000 if it is missing. */
  readonly numClasses?: number;
  /** What the process had resident before it loaded the engine. */
  readonly beforeBytes: number;
  /** The most that it had resident. */
  readonly peakBytes: number;
}

interface JsonFixtures {
  'torchinfo/cases.json': Record<string, { torchinfo: string[]; args: string[] }>;
  'state_dict.json': Record<string, { name: string; shape: number[] }[]>;
  'logits.json': Record<string, LogitsEntry>;
  'logits-deep.json': Record<string, LogitsEntry>;
  /** By name, as make_modules.py has them. */
  'modules.json': Record<
    string,
    { inputShape: number[]; state: [name: string, shape: number[]][]; output: number[] }
  >;
  'ops.json': OpCase[];
  'layers.json': LayerCase[];
  'difflib.json': { a: string[]; b: string[]; insertions: [number, number][] }[];
  'formats.json': {
    fixed: [value: number, decimals: number, text: string][];
    grouped: [value: number, text: string][];
    percent: [part: number, text: string][];
    padded: [text: string, width: number, padded: string][];
  };
  /** By release and case, as torchinfo counts them before it rounds. */
  'torchinfo/totals.json': Record<TorchinfoRelease, Record<string, Partial<Totals>>>;
  'trees/cases.json': Record<string, TreeCase>;
  'odd/cases.json': Record<string, OddCase>;
  'memory.json': MemoryPoint[];
}

/** A JSON file under fixtures/. */
export function readJson<Name extends keyof JsonFixtures>(name: Name): JsonFixtures[Name] {
  const parse: (text: string) => JsonFixtures[Name] = JSON.parse;
  return parse(readFileSync(fixture(name), 'utf8'));
}
