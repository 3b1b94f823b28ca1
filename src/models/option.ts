import { countWords, isCount, MOST_SIZE } from '../ops/arguments.js';
import { joinWords } from '../text/words.js';

/** The value of an option, as documents and configurations have it. */
export type OptionValue = string | number | boolean | null | readonly number[];

/** What kind of value an option takes: flags, schemas and error messages are derived from it. */
export type OptionKind =
  | { readonly type: 'wholeNumber'; readonly least: number; readonly most: number }
  | {
      readonly type: 'wholeNumbers';
      readonly count: number;
      readonly most: number;
      readonly example: readonly number[];
    }
  | { readonly type: 'choice'; readonly values: readonly (string | number)[] }
  | { readonly type: 'switch' };

/** Whether two values of an option are the same. */
export function isEqual(a: OptionValue, b: OptionValue): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Something that can be set when a network is built. `T` is the type of its value. */
export interface Option<T extends OptionValue = OptionValue> {
  /** In camel case, as documents and configurations have it: `numClasses`. */
  readonly name: string;
  readonly kind: OptionKind;
  /** What it is, in one line without a full stop. */
  readonly words: string;
  /** What its value is called in a help text: `count`; empty for a switch, which takes none. */
  readonly value: string;
  /** The title of its column in a list of models, if it has one. */
  readonly title: string | null;
  /** Whether it follows from the shape of the input, so that there is no flag for it. */
  readonly followsInput: boolean;
  /** Null if something else decides. */
  readonly default: T;
  accepts(value: unknown): value is T;
}

/** Several options by name. */
export type Options = Readonly<Record<string, Option>>;

/** The values of options by name. */
export type OptionValues = Readonly<Record<string, OptionValue>>;

/** The values that go with definitions of options. */
export type ValuesOf<O extends Options> = {
  readonly [Name in keyof O]: O[Name] extends Option<infer T> ? T : never;
};

type Words = Pick<Option, 'name' | 'words' | 'value'> &
  Partial<Pick<Option, 'title' | 'followsInput'>>;

function withWords(words: Words): Omit<Option, 'kind' | 'default' | 'accepts'> {
  return { title: null, followsInput: false, ...words };
}

/** An option that takes a whole number that is at least `least`, up to the largest size. */
export function wholeNumberOption(words: Words, least: number, byDefault: number): Option<number> {
  return {
    ...withWords(words),
    kind: { type: 'wholeNumber', least, most: MOST_SIZE },
    default: byDefault,
    accepts: (value): value is number => isCount(value, least),
  };
}

/** An option that takes one of several values. */
export function choiceOption<const V extends string | number>(
  words: Words,
  values: readonly V[],
  byDefault: V,
): Option<V> {
  const known: readonly unknown[] = values;
  return {
    ...withWords(words),
    kind: { type: 'choice', values },
    default: byDefault,
    accepts: (value): value is V => known.includes(value),
  };
}

/** An option that takes as many whole numbers, each from 1 to `most`, as there are by default. */
export function wholeNumbersOption<Numbers extends readonly number[]>(
  words: Words,
  byDefault: Numbers,
  most: number,
): Option<Numbers> {
  return {
    ...withWords(words),
    kind: { type: 'wholeNumbers', count: byDefault.length, most, example: byDefault },
    default: byDefault,
    accepts: (value): value is Numbers =>
      Array.isArray(value) &&
      value.length === byDefault.length &&
      // Not the list itself, whose holes `every` passes over.
      Array.from(value).every((item) => isCount(item, 1, most)),
  };
}

/** An option that is on or off. */
export function switchOption(words: Omit<Words, 'value'>, byDefault = false): Option<boolean> {
  return {
    ...withWords({ ...words, value: '' }),
    kind: { type: 'switch' },
    default: byDefault,
    accepts: (value): value is boolean => typeof value === 'boolean',
  };
}

/** The same option with another default, the only thing in which architectures may differ. */
export function withDefault<T extends OptionValue>(option: Option<T>, byDefault: T): Option<T> {
  return { ...option, default: byDefault };
}

/** The same option, which is null if it does not apply to a network, or if something else decides. */
export function nullable<T extends OptionValue>(
  option: Option<T>,
  byDefault: T | null = option.default,
): Option<T | null> {
  return {
    ...option,
    default: byDefault,
    accepts: (value): value is T | null => value === null || option.accepts(value),
  };
}

/** Whether two options of the same name are the same, except for their defaults. */
export function isSameOption(a: Option, b: Option): boolean {
  return a.kind === b.kind && a.words === b.words;
}

const NUMBER_WORDS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];

/**
 * What an option takes, for a sentence: `a whole number from 1`.
 * @param showList writes a list of numbers in the notation of whoever gave the value
 * @param given the value
 */
export function acceptedWords(
  kind: OptionKind,
  showList: (numbers: readonly number[]) => string,
  given: unknown,
): string {
  switch (kind.type) {
    case 'wholeNumber':
      return `a whole number ${countWords(kind.least, kind.most, given)}`;
    case 'wholeNumbers': {
      const count = NUMBER_WORDS[kind.count] ?? String(kind.count);
      return `${count} whole numbers ${countWords(1, kind.most, given)}, such as ${showList(kind.example)}`;
    }
    case 'choice':
      return joinWords(
        // An empty one would not be seen.
        kind.values.map((value) => (value === '' ? '""' : value)),
        'or',
      );
    case 'switch':
      return 'true or false';
  }
}
