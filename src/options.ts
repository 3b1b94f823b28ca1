import { type Command, Option } from './commander.js';
import type { Shape } from './engine/shape.js';
import { badValue, UsageError } from './errors.js';
import {
  type ArchitectureName,
  architectureNames,
  ARCHITECTURES,
  type BlockName,
  blockNames,
  DEFAULT_ARCHITECTURE,
  DEFAULT_DEPTH,
  depthOf,
  type ModelSpec,
  NAMED_DEPTHS,
  type Stages,
} from './models/catalog.js';
import { DEFAULT_REDUCTION } from './models/se-block.js';
import type { StageSizes } from './models/resnet.js';

/** What is meant where a flag, or a key of a configuration, is not given. */
export const MODEL_DEFAULTS = {
  arch: DEFAULT_ARCHITECTURE,
  numClasses: 1000,
  inputSize: [1, 3, 224, 224],
  freeze: [],
} satisfies ModelFlags;

const DEPTHS = [...NAMED_DEPTHS.keys()];

/** The flags that say which model is meant, as commander hands them over. */
export interface ModelFlags {
  readonly arch: ArchitectureName;
  readonly depth?: number | undefined;
  readonly block?: BlockName | undefined;
  readonly blocks?: StageSizes | undefined;
  readonly numClasses: number;
  readonly reduction?: number | undefined;
  readonly inputSize: Shape;
  readonly freeze: readonly string[];
}

/** Adds the flags that say which model is meant. */
export function addModelOptions(command: Command): Command {
  command
    .addOption(
      new Option('--arch <name>', 'se-resnet, or resnet: the same network without SE blocks')
        .default(MODEL_DEFAULTS.arch)
        .argParser(choice('--arch', architectureNames())),
    )
    .addOption(
      new Option(
        '--depth <layers>',
        `${list(DEPTHS, 'or')} (default: ${String(DEFAULT_DEPTH)})`,
      ).argParser(parseDepth),
    )
    .addOption(
      new Option(
        '--block <kind>',
        'build of these blocks: basic or bottleneck; with --blocks',
      ).argParser(choice('--block', blockNames())),
    )
    .addOption(
      new Option('--blocks <a,b,c,d>', 'how many blocks in each of the four stages').argParser(
        parseBlocks,
      ),
    );
  return addSizeOptions(command)
    .addOption(
      new Option(
        '--reduction <ratio>',
        `channels are divided by this inside an SE block (default: ${String(DEFAULT_REDUCTION)})`,
      ).argParser(positiveInteger('--reduction')),
    )
    .addOption(
      new Option('--freeze <prefixes>', 'parameters at or under these do not train: conv1,layer1.0')
        .default([], 'none')
        .argParser((text) => items(text)),
    );
}

/** Adds the flags that say what goes into a model and what comes out. */
export function addSizeOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--num-classes <count>', 'outputs of the classifier')
        .default(MODEL_DEFAULTS.numClasses)
        .argParser(positiveInteger('--num-classes')),
    )
    .addOption(
      new Option('--input-size <NxCxHxW>', 'the shape of the input')
        .default(MODEL_DEFAULTS.inputSize, MODEL_DEFAULTS.inputSize.join('x'))
        .argParser(parseInputSize),
    );
}

/** What `--engine` takes: `auto` for the fastest there is, `meta` for shapes alone. */
export const ENGINE_NAMES = ['auto', 'tensorflow', 'wasm', 'meta'] as const;

export type EngineName = (typeof ENGINE_NAMES)[number];

/** The flags that say how a model is run. */
export interface EngineFlags {
  readonly engine: EngineName;
  readonly seed: number;
  readonly threads?: number;
  readonly fold: boolean;
}

/** Adds the flags that say how a model is run. */
export function addEngineOptions(command: Command, defaultEngine: EngineName): Command {
  return command
    .addOption(
      new Option(
        '--engine <name>',
        'what runs the pass: auto, tensorflow, wasm, or meta for shapes alone',
      )
        .default(defaultEngine)
        .argParser(choice('--engine', ENGINE_NAMES)),
    )
    .addOption(
      new Option('--seed <number>', 'of the random weights and input')
        .default(0)
        .argParser(integerFrom('--seed', 0)),
    )
    .addOption(
      new Option(
        '--threads <number>',
        'threads to compute on (default: one a processor)',
      ).argParser(positiveInteger('--threads')),
    )
    .option('--no-fold', 'run BatchNorm and ReLU by themselves, not as part of a convolution');
}

/**
 * The model that the flags describe.
 * @throws UsageError where they contradict one another.
 */
export function modelSpec(flags: ModelFlags): ModelSpec {
  const { arch, numClasses, inputSize } = flags;
  const inChannels = inputSize[1] ?? 3;
  return { arch, ...stages(flags), numClasses, reduction: reductionOf(flags), inChannels };
}

function reductionOf({ arch, reduction }: ModelFlags): number | null {
  if (ARCHITECTURES[arch].hasSE) return reduction ?? DEFAULT_REDUCTION;
  if (reduction === undefined) return null;
  throw new UsageError(
    `--reduction ${String(reduction)} cannot stand beside --arch ${arch}, which has no SE blocks.`,
    'Leave out one of the two.',
  );
}

function stages({ depth, block, blocks }: ModelFlags): Stages {
  if (block === undefined && blocks === undefined) {
    const named = NAMED_DEPTHS.get(depth ?? DEFAULT_DEPTH);
    if (named === undefined) throw new Error(`depth ${String(depth)} has no name`);
    return named;
  }
  if (block === undefined || blocks === undefined) {
    const [given, missing] =
      block === undefined ? ['--blocks', '--block'] : ['--block', '--blocks'];
    throw new UsageError(
      `${given} needs ${missing} beside it.`,
      'For example: --block bottleneck --blocks 3,4,6,3',
    );
  }
  if (depth !== undefined) {
    throw new UsageError(
      `--depth ${String(depth)} cannot stand beside --block and --blocks, which give a depth of ` +
        `${String(depthOf({ block, blocks }))}.`,
      'Leave out --depth, or the other two.',
    );
  }
  return { block, blocks };
}

function parseDepth(text: string): number {
  const depth = /^\d+$/.test(text) ? Number(text) : NaN;
  if (NAMED_DEPTHS.has(depth)) return depth;
  throw badValue('--depth', text, list(DEPTHS, 'or'), depthHint(depth));
}

/** The nearest named depth, where there is one within a tenth. */
function depthHint(depth: number): string {
  const nearest = DEPTHS.reduce((best, named) =>
    Math.abs(named - depth) < Math.abs(best - depth) ? named : best,
  );
  return Math.abs(nearest - depth) <= Math.max(3, nearest / 10)
    ? `Did you mean --depth ${String(nearest)}?`
    : 'For any other network give its blocks: --block bottleneck --blocks 3,4,6,3';
}

function parseBlocks(text: string): StageSizes {
  const numbers = items(text).map((item) => (/^\d+$/.test(item) ? Number(item) : 0));
  const [a, b, c, d] = numbers;
  const complete = a !== undefined && b !== undefined && c !== undefined && d !== undefined;
  if (!complete || numbers.length !== 4 || numbers.some((count) => !isCount(count))) {
    throw badValue('--blocks', text, 'four whole numbers from 1, such as 3,4,6,3');
  }
  return [a, b, c, d];
}

function parseInputSize(text: string): Shape {
  const sizes = text.split(/[x×,]/iu).map((item) => item.trim());
  const shape = sizes.map((item) => (/^\d+$/.test(item) ? Number(item) : 0));
  if (shape.length === 4 && shape.every(isCount)) return shape;
  const hint =
    shape.length === 3 && shape.every(isCount)
      ? `The batch comes first: --input-size 1x${sizes.join('x')}`
      : undefined;
  throw badValue(
    '--input-size',
    text,
    'four whole numbers from 1, NxCxHxW, such as 1x3x224x224',
    hint,
  );
}

/** Whether a number can be a size or a count: beyond this, products stop being exact. */
function isCount(value: number): boolean {
  return value >= 1 && value <= 2 ** 31 - 1;
}

/** A parser of whole numbers from 1. */
export function positiveInteger(flag: string): (text: string) => number {
  return integerFrom(flag, 1);
}

/** A parser of whole numbers from a least one. */
export function integerFrom(flag: string, least: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= 2 ** 31 - 1) return value;
    throw badValue(flag, text, `a whole number from ${String(least)}`);
  };
}

/** A parser of one of several words. */
export function choice<Word extends string>(
  flag: string,
  words: readonly Word[],
): (text: string) => Word {
  return (text) => {
    const word = words.find((candidate) => candidate === text);
    if (word !== undefined) return word;
    throw badValue(flag, text, list(words, 'or'), didYouMean(text, words));
  };
}

/** A parser of words between commas. */
export function choices<Word extends string>(
  flag: string,
  words: readonly Word[],
): (text: string) => Word[] {
  return (text) =>
    items(text).map((item) => {
      const word = words.find((candidate) => candidate === item);
      if (word !== undefined) return word;
      throw badValue(flag, item, list(words, 'and'), didYouMean(item, words));
    });
}

/** What stands between commas, without blanks around it. */
function items(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** A list for a sentence: `10, 14 or 18`. */
export function list(values: readonly (string | number)[], conjunction: string): string {
  const [last, ...rest] = [...values].reverse();
  if (last === undefined) return '';
  return rest.length === 0
    ? String(last)
    : `${rest.reverse().join(', ')} ${conjunction} ${String(last)}`;
}

/** A hint at the word that was likely meant; undefined where none is near. */
export function didYouMean(given: string, words: readonly string[]): string | undefined {
  const bare = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const wanted = bare(given);
  const isPart = (a: string, b: string): boolean => a.includes(b) || b.includes(a);
  const distances = words.map((word) => {
    const candidate = bare(word);
    if (candidate === wanted) return 0;
    if (wanted.length >= 3 && isPart(candidate, wanted)) return 1;
    const distance = editDistance(candidate, wanted);
    return distance <= Math.min(2, wanted.length / 3) ? distance : Infinity;
  });
  const nearest = Math.min(...distances);
  return nearest === Infinity
    ? undefined
    : `Did you mean ${words[distances.indexOf(nearest)] ?? ''}?`;
}

/** Levenshtein's distance: the fewest letters to add, drop or change. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 0; i < a.length; i++) {
    const row = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const change = (previous[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      row.push(Math.min((previous[j + 1] ?? 0) + 1, (row[j] ?? 0) + 1, change));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
