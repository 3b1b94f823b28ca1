import { ModelError } from '../errors.js';
import { didYouMean, joinWords } from '../text/words.js';
import type { AvgPool2dOp } from './avg-pool2d.js';
import type { MaxPool2dOp } from './max-pool2d.js';
import type { Pair, Single } from './operation.js';
import { byteSize, type Shape } from './shape.js';

/*
 * Checks of the arguments that a model's author passes to a module, a function or a tensor's method. They
 * run when the argument is passed, so that nothing after them has to check again. Each error names the
 * class or function, the argument and the value.
 */

/** A size for height and width: one number for both, or a pair. */
export type SizeArgument = number | Pair;

/** The largest size or count: up to here products of two are exact. */
export const MOST_SIZE = 2 ** 31 - 1;

/** The most axes of a tensor: torch's reductions take no more (ATen's dim_list_to_bitset). */
export const MOST_AXES = 64;

/**
 * Whether a value is a whole number that is at least `least`.
 * @param most what it may be at most; the largest size by default
 */
export function isCount(value: unknown, least: number, most = MOST_SIZE): value is number {
  return typeof value === 'number' && value % 1 === 0 && value >= least && value <= most;
}

/**
 * The whole numbers that are accepted, in words. A most that no sensible value comes near is told only to
 * whoever went beyond it.
 */
export function countWords(least: number, most: number, given: unknown): string {
  const isBeyond = typeof given === 'number' && given > most;
  return most < MOST_SIZE || isBeyond
    ? `from ${String(least)} to ${String(most)}`
    : `from ${String(least)}`;
}

/**
 * A whole number that is at least `least`.
 * @param owner the class or function that takes it: `Conv2d`
 * @param most what it may be at most; the largest size by default
 * @throws ModelError
 */
export function wholeNumber(
  owner: string,
  name: string,
  value: unknown,
  least: number,
  most = MOST_SIZE,
): number {
  if (isCount(value, least, most)) return value;
  throw wrongArgument(owner, name, `a whole number ${countWords(least, most, value)}`, value);
}

/**
 * Something that is on or off.
 * @throws ModelError
 */
export function flag(owner: string, name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw wrongArgument(owner, name, 'true or false', value);
}

/**
 * One of several words.
 * @throws ModelError
 */
export function oneOf<Word extends string>(
  owner: string,
  name: string,
  value: Word,
  words: readonly Word[],
): Word {
  if (words.includes(value)) return value;
  const accepted = words.map((word) => JSON.stringify(word));
  throw wrongArgument(owner, name, joinWords(accepted, 'or'), value);
}

/**
 * An object of options, which has no others than these.
 * @param owner the class or function that takes them
 * @throws ModelError
 */
export function optionsArgument<Options extends object>(
  owner: string,
  value: Options,
  names: readonly (keyof Options & string)[],
): Options {
  const given: unknown = value;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw wrongArgument(owner, 'options', `an object with ${joinWords(names, 'and')}`, given);
  }
  for (const key in value) {
    if (names.includes(key)) continue;
    throw new ModelError(
      'unknown-option',
      `${owner} takes the options ${joinWords(names, 'and')}, but was given ${JSON.stringify(key)}`,
      { hint: didYouMean(key, names), facts: { class: owner, option: key } },
    );
  }
  return value;
}

/**
 * torch's `_pair`: the same number for height and width unless two are given.
 * @throws ModelError
 */
export function pair(owner: string, name: string, value: unknown, least: number): Pair {
  if (isCount(value, least)) return [value, value];
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  const [first, second] = list;
  if (isCount(first, least) && isCount(second, least) && list.length === 2) return [first, second];
  const accepted = countWords(least, MOST_SIZE, value);
  throw wrongArgument(
    owner,
    name,
    `a whole number ${accepted}, or two for height and width`,
    value,
  );
}

const ONES: Pair = [1, 1];
const ZEROS: Pair = [0, 0];

/** How a convolution's kernel slides. */
export interface Conv2dArguments {
  /** 1 by default. */
  readonly stride?: SizeArgument;
  /** Zeros on each side of height and width; 0 by default. */
  readonly padding?: SizeArgument;
  /** 1 by default. */
  readonly dilation?: SizeArgument;
  /** 1 by default. */
  readonly groups?: number;
}

export const SLIDING_OPTIONS = ['stride', 'padding', 'dilation', 'groups'] as const;

/**
 * How a kernel slides, checked.
 * @param owner the class or function that takes the arguments
 * @throws ModelError if one is not accepted.
 */
export function slidingArguments(
  owner: string,
  { stride = ONES, padding = ZEROS, dilation = ONES, groups = 1 }: Conv2dArguments,
): { stride: Pair; padding: Pair; dilation: Pair; groups: number } {
  return {
    stride: stride === ONES ? ONES : pair(owner, 'stride', stride, 1),
    padding: padding === ZEROS ? ZEROS : pair(owner, 'padding', padding, 0),
    dilation: dilation === ONES ? ONES : pair(owner, 'dilation', dilation, 1),
    groups: wholeNumber(owner, 'groups', groups, 1),
  };
}

/** A size along the one axis that there is: a number, or torch's tuple of one. */
export type LengthArgument = number | Single;

/**
 * torch's `_single`: a number, or a list of one.
 * @throws ModelError
 */
export function lengthArgument(owner: string, name: string, value: unknown, least: number): Single {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const [first] = list;
  if (list.length === 1 && isCount(first, least)) return [first];
  throw wrongArgument(owner, name, `a whole number ${countWords(least, MOST_SIZE, value)}`, value);
}

/** How the kernel of a convolution over one axis slides. */
export interface Conv1dArguments {
  /** 1 by default. */
  readonly stride?: LengthArgument;
  /** Zeros on each side; 0 by default. */
  readonly padding?: LengthArgument;
  /** 1 by default. */
  readonly dilation?: LengthArgument;
  /** 1 by default. */
  readonly groups?: number;
}

/**
 * How a kernel slides along one axis, checked.
 * @param owner the class or function that takes the arguments
 * @throws ModelError if one is not accepted.
 */
export function slidingArguments1d(
  owner: string,
  { stride = 1, padding = 0, dilation = 1, groups = 1 }: Conv1dArguments,
): { stride: Single; padding: Single; dilation: Single; groups: number } {
  return {
    stride: lengthArgument(owner, 'stride', stride, 1),
    padding: lengthArgument(owner, 'padding', padding, 0),
    dilation: lengthArgument(owner, 'dilation', dilation, 1),
    groups: wholeNumber(owner, 'groups', groups, 1),
  };
}

/**
 * Checks that the groups of a convolution divide its channels.
 * @param owner the class that takes the arguments
 * @throws ModelError
 */
export function checkGroups(
  owner: string,
  groups: number,
  inChannels: number,
  outChannels: number,
): void {
  if (inChannels % groups === 0 && outChannels % groups === 0) return;
  throw new ModelError(
    'groups',
    `${owner} needs channels that its ${String(groups)} groups divide, but was given ` +
      `${String(inChannels)} in and ${String(outChannels)} out`,
    { facts: { class: owner, argument: 'groups', value: groups, inChannels, outChannels } },
  );
}

/**
 * A number that is added to a variance.
 * @throws ModelError
 */
export function epsArgument(owner: string, value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  throw wrongArgument(owner, 'eps', 'a number from 0', value);
}

/** How the window of a maximum pool slides. */
export interface MaxPool2dOptions {
  /** The kernel's size by default. */
  readonly stride?: SizeArgument;
  /** On each side of height and width, at most half of the kernel; 0 by default. */
  readonly padding?: SizeArgument;
  /** 1 by default. */
  readonly dilation?: SizeArgument;
  /** Whether a window that reaches over the end of the input counts too; false by default. */
  readonly ceilMode?: boolean;
}

/** How the window of an average pool slides. */
export interface AvgPool2dOptions extends Omit<MaxPool2dOptions, 'dilation'> {
  /** Whether padding counts among what a window's sum is divided by; true by default. */
  readonly countIncludePad?: boolean;
}

const MAX_POOL_OPTIONS = ['stride', 'padding', 'dilation', 'ceilMode'] as const;
const AVG_POOL_OPTIONS = ['stride', 'padding', 'ceilMode', 'countIncludePad'] as const;

/**
 * How the window of a maximum pool slides, checked.
 * @param owner the class or function that takes the arguments
 * @throws ModelError if one is not accepted.
 */
export function maxPool2dArguments(
  owner: string,
  kernelSize: SizeArgument,
  options: MaxPool2dOptions,
): MaxPool2dOp {
  const { dilation = 1 } = optionsArgument(owner, options, MAX_POOL_OPTIONS);
  return {
    ...poolingArguments(owner, kernelSize, options),
    dilation: pair(owner, 'dilation', dilation, 1),
  };
}

/**
 * How the window of an average pool slides, checked.
 * @param owner the class or function that takes the arguments
 * @throws ModelError if one is not accepted.
 */
export function avgPool2dArguments(
  owner: string,
  kernelSize: SizeArgument,
  options: AvgPool2dOptions,
): AvgPool2dOp {
  const { countIncludePad = true } = optionsArgument(owner, options, AVG_POOL_OPTIONS);
  return {
    ...poolingArguments(owner, kernelSize, options),
    countIncludePad: flag(owner, 'countIncludePad', countIncludePad),
  };
}

function poolingArguments(
  owner: string,
  kernelSize: SizeArgument,
  { stride = kernelSize, padding = 0, ceilMode = false }: Omit<MaxPool2dOptions, 'dilation'>,
): Omit<MaxPool2dOp, 'dilation'> {
  const kernel = pair(owner, 'kernelSize', kernelSize, 1);
  const pads = pair(owner, 'padding', padding, 0);
  if (pads.some((pad, index) => pad > (kernel[index] ?? 0) / 2)) {
    throw wrongArgument(owner, 'padding', 'at most half of the kernel size', padding);
  }
  return {
    kernelSize: kernel,
    stride: pair(owner, 'stride', stride, 1),
    padding: pads,
    ceilMode: flag(owner, 'ceilMode', ceilMode),
  };
}

/**
 * A shape of sizes that are at least `least`, as a list of its own that cannot change any more.
 * @throws ModelError
 */
export function shapeArgument(owner: string, name: string, value: unknown, least: number): Shape {
  const refuse = (accepted: string): ModelError => wrongArgument(owner, name, accepted, value);
  if (!areCounts(value, least)) throw refuse(`a list of whole numbers from ${String(least)}`);
  if (value.length > MOST_AXES) throw refuse(`at most ${String(MOST_AXES)} axes`);
  if (byteSize(value) > Number.MAX_SAFE_INTEGER) {
    throw refuse('at most 2^51 elements, whose bytes can be counted exactly');
  }
  return Object.freeze([...value]);
}

/** Runs for every tensor of every model, while this code is still cold. */
function areCounts(value: unknown, least: number): value is Shape {
  if (!Array.isArray(value)) return false;
  // `every` passes over the holes of a list.
  for (const size of value) if (!isCount(size, least)) return false;
  return true;
}

/**
 * An axis of a tensor; those below 0 count from the last, as in torch.
 * @returns the axis from 0
 * @throws ModelError
 */
export function axis(owner: string, name: string, value: unknown, rank: number): number {
  const isAxis =
    typeof value === 'number' && Number.isInteger(value) && value >= -rank && value < rank;
  if (isAxis) return value < 0 ? value + rank : value;
  const accepted =
    rank === 0 ? 'no axis of a scalar' : `an axis from ${String(-rank)} to ${String(rank - 1)}`;
  throw wrongArgument(owner, name, accepted, value);
}

/**
 * The number of an axis whose tensor is not known yet.
 * @throws ModelError
 */
export function axisNumber(owner: string, name: string, value: unknown): void {
  if (typeof value === 'number' && value % 1 === 0 && Math.abs(value) <= MOST_AXES) return;
  throw wrongArgument(owner, name, 'the number of an axis', value);
}

/** The error of an argument that is not accepted. */
export function wrongArgument(
  owner: string,
  name: string,
  accepted: string,
  value: unknown,
): ModelError {
  return new ModelError(
    'argument',
    `${owner}: ${name} takes ${accepted}, but was given ${shown(value)}`,
    { facts: { class: owner, argument: name, value } },
  );
}

/** The most characters of a text, and items of a list, that a message repeats. */
const MOST_SHOWN = { characters: 60, items: 8 };

/** A value in a message. */
export function shown(value: unknown, levels = 2): string {
  if (typeof value === 'string') {
    const rest = value.length > MOST_SHOWN.characters ? '...' : '';
    return JSON.stringify(value.slice(0, MOST_SHOWN.characters)) + rest;
  }
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'symbol') return 'a symbol';
  if (typeof value === 'bigint') return `${String(value)}n`;
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? shownList(value, levels) : kindOf(value);
}

function shownList(list: readonly unknown[], levels: number): string {
  if (levels === 0) return '[...]';
  const items = Array.from(list.slice(0, MOST_SHOWN.items), (item) => shown(item, levels - 1));
  if (list.length > items.length) items.push(`... (${String(list.length)} in all)`);
  return `[${items.join(', ')}]`;
}

/** An object by its class: `a value of type Map`. */
function kindOf(value: object): string {
  const tag = Object.prototype.toString.call(value).slice('[object '.length, -1);
  const maker: unknown = Reflect.get(value, 'constructor');
  const name = tag === 'Object' && typeof maker === 'function' ? maker.name : tag;
  // A class may have any text for either.
  return name === 'Object' || !/^\w{1,40}$/.test(name) ? 'an object' : `a value of type ${name}`;
}
