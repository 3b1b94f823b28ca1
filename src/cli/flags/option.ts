import {
  acceptedWords,
  type Option,
  type OptionValue,
  type OptionValues,
} from '../../models/option.js';
import { allArchitectures } from '../../models/registry.js';
import { joinWords } from '../../text/words.js';
import { Option as Flag } from '../commander.js';
import { badValue } from '../usage.js';
import { choice } from './choice.js';
import { items } from './list.js';
import { byFlag, flagText } from './naming.js';
import { integerFrom, wholeNumber } from './number.js';

/** The flag of an architecture's option: `--num-classes`. */
export function flagOf(name: string): string {
  return byFlag.key(name);
}

/** Options as they are typed: `--block bottleneck --blocks 3,4,6,3`. */
export function flagsText(values: OptionValues): string {
  return byFlag.settings(values);
}

/** The flag that an architecture's option is given by. */
export function optionFlag(option: Option): Flag {
  const { name, kind, value } = option;
  if (kind.type === 'switch') return new Flag(flagOf(name), described(option));
  return new Flag(`${flagOf(name)} <${value}>`, described(option)).argParser(parserOf(option));
}

function described(option: Option): string {
  const { words, kind } = option;
  const values = kind.type === 'choice' ? `: ${joinWords(kind.values, 'or')}` : '';
  const defaults = defaultsOf(option.name);
  const [first] = defaults;
  if (first === undefined || first[1] === false) return words + values;
  const others = defaults
    .slice(1)
    .map(([arch, value]) => `; ${flagText(value)} for --arch ${arch}`);
  return `${words}${values} (default: ${flagText(first[1])}${others.join('')})`;
}

/** The defaults that an option has, each with the first architecture that has it. */
function defaultsOf(name: string): [arch: string, value: OptionValue][] {
  const found = new Map<string, [string, OptionValue]>();
  for (const architecture of allArchitectures()) {
    const value = architecture.options[name]?.default ?? null;
    const text = flagText(value);
    if (value !== null && !found.has(text)) found.set(text, [architecture.name, value]);
  }
  return [...found.values()];
}

function parserOf(option: Option): (text: string) => OptionValue {
  const { name, kind } = option;
  const flag = flagOf(name);
  const refuse = (text: string, hint?: string): Error =>
    badValue(
      flag,
      text,
      acceptedWords(kind, (numbers) => numbers.join(','), wholeNumber(text)),
      hint,
    );
  switch (kind.type) {
    case 'wholeNumber':
      return integerFrom(flag, kind.least, kind.most);
    case 'wholeNumbers':
      return (text) => {
        const numbers = items(text).map(wholeNumber);
        if (option.accepts(numbers)) return numbers;
        throw refuse(text);
      };
    case 'choice': {
      const numbers = kind.values.filter((value) => typeof value === 'number');
      if (numbers.length === 0) return choice(flag, kind.values.map(String));
      return (text) => {
        const number = wholeNumber(text);
        if (numbers.includes(number)) return number;
        throw refuse(text, nearestHint(flag, number, numbers) ?? otherwiseHint(name));
      };
    }
    case 'switch':
      return () => true;
  }
}

/** The nearest of several numbers, if it is within a tenth. */
function nearestHint(flag: string, given: number, numbers: readonly number[]): string | undefined {
  const nearest = numbers.reduce((best, number) =>
    Math.abs(number - given) < Math.abs(best - given) ? number : best,
  );
  return Math.abs(nearest - given) <= Math.max(3, nearest / 10)
    ? `Did you mean ${flag} ${String(nearest)}?`
    : undefined;
}

/** The alternative to an option, for values that it does not take. */
function otherwiseHint(name: string): string | undefined {
  const alternatives = allArchitectures().flatMap((architecture) =>
    architecture.alternatives.some(({ options }) => options.includes(name))
      ? architecture.alternatives
      : [],
  );
  const other = alternatives.find(
    ({ options, words }) => words !== undefined && !options.includes(name),
  );
  return other === undefined
    ? undefined
    : `${other.words ?? ''}: ${flagsText(other.example ?? {})}`;
}
