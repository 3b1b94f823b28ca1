import { ModelError } from '../errors.js';
import type { AvgPool2dOp } from './avg-pool2d.js';
import type { MaxPool2dOp } from './max-pool2d.js';
import type { Pair } from './operation.js';
import type { Shape } from './shape.js';

/*
 * Checks of the arguments that a model's author passes to a module, a function or a tensor's method. They
 * run when the argument is passed, so that nothing after them has to check again. Each error names the
 * class or function, the argument and the value.
 */

/** A size for height and width: one number for both, or a pair. */
export type SizeArgument = number | Pair;

/** The largest size or count: up to here products of two are exact. */
export const MOST_SIZE = 2 ** 31 - 1;

/** Whether a value is a whole number that is at least `least`, and no larger than a size may be. */
export function isCount(value: unknown, least: number): value is number {
  return typeof value === 'number' && value % 1 === 0 && value >= least && value <= MOST_SIZE;
}

/**
 * A whole number that is at least `least`.
 * @param owner the class or function that takes it: `Conv2d`
 * @throws ModelError
 */
export function wholeNumber(owner: string, name: string, value: unknown, least: number): number {
  if (isCount(value, least)) return value;
  throw wrongArgument(owner, name, `a whole number from ${String(least)}`, value);
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
  throw wrongArgument(
    owner,
    name,
    `a whole number from ${String(least)}, or two for height and width`,
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

/**
 * How the window of a maximum pool slides, checked.
 * @param owner the class or function that takes the arguments
 * @throws ModelError if one is not accepted.
 */
export function maxPool2dArguments(
  owner: string,
  kernelSize: SizeArgument,
  { dilation = 1, ...options }: MaxPool2dOptions,
): MaxPool2dOp {
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
  { countIncludePad = true, ...options }: AvgPool2dOptions,
): AvgPool2dOp {
  return { ...poolingArguments(owner, kernelSize, options), countIncludePad };
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
  return { kernelSize: kernel, stride: pair(owner, 'stride', stride, 1), padding: pads, ceilMode };
}

/**
 * A shape of sizes from 1.
 * @throws ModelError
 */
export function shapeArgument(owner: string, name: string, value: unknown): Shape {
  if (Array.isArray(value) && value.every((size) => isCount(size, 1))) return value;
  throw wrongArgument(owner, name, 'a list of whole numbers from 1', value);
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

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
