import type { Facts, UserError } from '../errors.js';
import { type Architecture, USUAL_INPUT } from '../models/architecture.js';
import { isEqual, type OptionValue, type OptionValues } from '../models/option.js';
import { allArchitectures } from '../models/registry.js';
import { byFlag, type Naming } from './flags/naming.js';
import { isSize } from './flags/number.js';
import { flagsText } from './flags/option.js';

/** A sentence and what to try instead. */
export interface Explanation {
  readonly message: string;
  readonly hint: string | undefined;
}

function smaller(named: Naming): string {
  return `smaller batch or image in ${named.key('inputSize')}`;
}

/** What to do about an error by flags of the program, by its code. */
const HINTS = new Map<string, (facts: Facts, named: Naming) => string>([
  [
    'memory',
    (_, named) => `Try a ${smaller(named)}, or --engine meta, which computes shapes alone.`,
  ],
  ['heap', (_, named) => `Try a ${smaller(named)}, or --engine meta.`],
  ['failed', (_, named) => `If memory ran out, try a ${smaller(named)}, or --engine meta.`],
  [
    'not-finite',
    () => 'Another --seed or --engine tells whether the weights or the engine are at fault.',
  ],
  [
    'no-engine',
    ({ engine, isLimited }) => {
      if (isLimited === true) {
        return 'Raise the limit, or try --engine meta, which computes shapes alone.';
      }
      return engine === 'tensorflow'
        ? 'Try --engine wasm or --engine meta.'
        : 'Try --engine meta, which computes shapes alone.';
    },
  ],
  ['earlier-version', againHint],
]);

/** Errors whose sentence is about a flag or a key. */
const MESSAGES = new Map<string, (error: UserError, named: Naming) => string>([
  [
    'freeze',
    ({ message }, named) => `${named.key('freeze')} takes state-dict prefixes, but ${message}`,
  ],
  ['reduction', ({ message }, named) => `${named.key('reduction')} is too large: ${message}.`],
  [
    'width',
    ({ message }, named) =>
      `${named.key('groups')} or ${named.key('widthPerGroup')} is too large: ${message}.`,
  ],
  ['too-large', ({ message }, named) => `${named.key('inputSize')} cannot be counted: ${message}.`],
  [
    'no-engine',
    ({ message, facts }) =>
      facts['engine'] === 'auto'
        ? message
        : `--engine ${String(facts['engine'])} is not available: ${String(facts['reason'])}`,
  ],
]);

/**
 * An error as the program prints it: its message, and a hint that names a flag if one helps.
 * @param named how the one who gave an option knows it; by its flag by default
 */
export function explain(error: UserError, named: Naming = byFlag): Explanation {
  const message = MESSAGES.get(error.code)?.(error, named) ?? error.message;
  const general = HINTS.get(error.code)?.(error.facts, named);
  // A limit can be met in several ways; a missing engine is got in one.
  const hints = error.facts['isLimited'] === true ? [error.hint, general] : [error.hint ?? general];
  const told = hints.filter((hint) => hint !== undefined).join(' ');
  return { message, hint: told === '' ? undefined : told };
}

/**
 * How to make a document of the first version again: the command, as far as the document says how it was
 * made. It does not show parameters that were frozen one by one.
 */
function againHint({ path, kind, model, inputShape, engine, frozen }: Facts): string {
  const told = fieldsOf(model);
  const [byDefault, ...others] = allArchitectures();
  const architecture = [byDefault, ...others].find((known) => known?.name === told.get('arch'));
  const isTold = (name: string): boolean => told.has(name);
  if (architecture?.alternatives.some(({ options }) => options.every(isTold)) !== true) {
    return 'Make the file again with this release of se-resnet.';
  }
  const flags = [
    ...(architecture === byDefault ? [] : ['--arch', architecture.name]),
    flagsText(optionsTold(architecture, told)),
    ...inputSizeFlag(inputShape),
    ...freezeFlag(frozen),
    // What was known from shapes alone may be too large for a pass.
    ...(engine === 'meta' ? ['--engine', engine] : []),
  ];
  const file = shellWord(String(path));
  const command =
    kind === 'summary'
      ? ['se-resnet summary', ...flags, '--json -o', file]
      : ['se-resnet check', ...flags, '--baseline', file, '--update'];
  return `To make it again: ${command.filter((part) => part !== '').join(' ')}`;
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}

function inputSizeFlag(shape: unknown): string[] {
  const sizes: unknown[] = Array.isArray(shape) ? shape : [];
  const text = sizes.join('x');
  const isShape = sizes.length === USUAL_INPUT.length && sizes.every(isSize);
  return isShape && text !== USUAL_INPUT.join('x') ? ['--input-size', text] : [];
}

function freezeFlag(frozen: unknown): string[] {
  const prefixes: unknown[] = Array.isArray(frozen) ? frozen : [];
  return prefixes.length === 0 ? [] : ['--freeze', shellWord(prefixes.join(','))];
}

/** The options that a document of the first version has of its model, except for defaults. */
function optionsTold(architecture: Architecture, told: ReadonlyMap<string, unknown>): OptionValues {
  const options = Object.values(architecture.options).filter(({ followsInput }) => !followsInput);
  const values = Object.fromEntries(
    options.flatMap((option): [string, OptionValue][] => {
      const value = told.get(option.name);
      return option.accepts(value) && !isEqual(value, option.default) ? [[option.name, value]] : [];
    }),
  );
  const [first, ...others] = architecture.alternatives;
  const longer = others.flatMap((alternative) => alternative.options);
  if (first === undefined || !longer.some((name) => name in values)) return values;
  // The first version had depth and blocks side by side, and depths without a name too.
  const exact = without(values, first.options);
  if (architecture.problems(exact).length > 0) return values;
  const resolved = architecture.resolve(exact);
  const short = first.options.map((name) => [name, resolved[name] ?? null] as const);
  if (short.some(([, value]) => value === null)) return exact;
  return { ...Object.fromEntries(short), ...without(exact, longer) };
}

function without(values: OptionValues, names: readonly string[]): OptionValues {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.includes(name)));
}

/** A word quoted for a shell, if it needs quotes. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./\\-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
