import { UserError } from '../errors.js';
import { shown } from '../ops/arguments.js';
import { kebabCase } from '../text/keys.js';
import type { Architecture } from './architecture.js';
import {
  acceptedWords,
  type Option,
  type OptionKind,
  type OptionValue,
  type OptionValues,
} from './option.js';
import { problemError } from './option-problem.js';

/*
 * The options that stand in a name, where no flag can: `se-resnet-50?reduction=8&num-classes=10`. Keys are
 * those of a configuration or of the flags, values as flags take them.
 */

/** A name, and what stands after its question mark: null if it has none. */
export function splitName(text: string): { name: string; query: string | null } {
  const end = text.indexOf('?');
  return end === -1
    ? { name: text, query: null }
    : { name: text.slice(0, end), query: text.slice(end + 1) };
}

/**
 * The options of a name.
 * @throws UserError if the architecture has no such option, or does not accept a value.
 */
export function nameOptions(query: string | null, architecture: Architecture): OptionValues {
  if (query === null) return {};
  const values = new Map<string, OptionValue>();
  for (const part of query.split('&')) {
    const [key = '', ...rest] = part.split('=');
    const option = findOption(key, architecture);
    const text = rest.length === 0 ? null : rest.join('=');
    if (values.has(option.name)) {
      throw new UserError('option-conflict', `${option.name} is given twice in ${shown(query)}.`, {
        facts: { option: option.name },
      });
    }
    values.set(option.name, readValue(option, text));
  }
  return Object.fromEntries(values);
}

function findOption(key: string, { name, options, aliases }: Architecture): Option {
  const wanted = Object.hasOwn(aliases, key) ? aliases[key] : key;
  const found = Object.values(options).find(
    (option) => option.name === wanted || kebabCase(option.name) === wanted,
  );
  if (found !== undefined) return found;
  throw problemError(name, options, { kind: 'unknown', option: key }, aliases);
}

function readValue(option: Option, text: string | null): OptionValue {
  const { name, kind } = option;
  const read = parse(kind, text);
  if (read !== null && option.accepts(read)) return read;
  const accepted = acceptedWords(kind, (numbers) => numbers.join(','), read);
  throw new UserError(
    'option-value',
    `${name} takes ${accepted}, but was given ${text === null ? 'nothing' : shown(text)}.`,
    { facts: { option: name, value: text } },
  );
}

/** A value as a flag takes it; a switch alone is on. What it cannot be is left as text, to be refused. */
function parse(kind: OptionKind, text: string | null): OptionValue {
  switch (kind.type) {
    case 'wholeNumber':
      return text !== null && /^\d+$/.test(text) ? Number(text) : text;
    case 'wholeNumbers':
      return text !== null && /^\d+(,\d+)*$/.test(text) ? text.split(',').map(Number) : text;
    case 'switch':
      return text === null || text === 'true' ? true : text === 'false' ? false : text;
    case 'choice':
      return kind.values.find((value) => String(value) === text) ?? text;
  }
}
