import type { AnyModule } from '../nn/index.js';
import type { Shape } from '../ops/shape.js';
import { keysOf } from '../text/keys.js';
import {
  isEqual,
  type Options,
  type OptionValue,
  type OptionValues,
  type ValuesOf,
} from './option.js';
import { type OptionProblem, problemError } from './option-problem.js';
import { exclusions, restricted, type Restriction } from './restriction.js';

/** Options that are given together, and that exclude those of the other alternatives. */
export interface Alternative<Name extends string = string> {
  readonly options: readonly Name[];
  /** Values for all of them, as an example. */
  readonly example?: OptionValues;
  /** When to use it instead of the others, as the beginning of a hint: `For any other network give its blocks`. */
  readonly words?: string;
}

/** A value of an option that makes a network one of another architecture, which then describes it. */
interface Becoming<Name extends string = string> {
  readonly option: Name;
  readonly value: OptionValue;
  readonly architecture: Architecture;
}

/** A network of an architecture that has a name of its own. */
export interface Variant {
  /** As `list` prints it: `se-resnet-50`. */
  readonly name: string;
  /** What distinguishes it from the architecture's other networks, and its own defaults. */
  readonly options: OptionValues;
  /** The usual shape of its input, NCHW. */
  readonly inputShape: Shape;
}

/** A network of an architecture as {@link defineArchitecture} takes it. */
export interface VariantDefinition<O extends Options> {
  readonly name: string;
  readonly options: Partial<ValuesOf<O>>;
  /** [1, 3, 224, 224], ImageNet's, by default. */
  readonly inputShape?: Shape;
}

/** The usual input of a network: one image of ImageNet's size, NCHW. */
export const USUAL_INPUT: Shape = [1, 3, 224, 224];

/** What {@link defineArchitecture} takes. */
export interface ArchitectureDefinition<O extends Options> {
  /** As `--arch` takes it. */
  readonly name: string;
  /** What it is, in one line without a full stop. */
  readonly words: string;
  /** By name, in the order in which they are listed. */
  readonly options: O;
  /** Ways to say the same thing, the first by default; left out if there is only one. */
  readonly alternatives?: readonly Alternative<keyof O & string>[];
  /**
   * Fills in the values that follow from those that were given, such as those of the other alternatives.
   * Left out if none do.
   */
  readonly complete?: (values: ValuesOf<O>) => ValuesOf<O>;
  /** What a set of values amounts to, for a conflict with another alternative: `a depth of 10`. */
  readonly amountsTo?: (values: ValuesOf<O>) => string;
  /** What excludes what; left out if nothing does. */
  readonly restrictions?: readonly Restriction<keyof O & string>[];
  /** Left out if all of its networks are its own. */
  readonly becomes?: readonly Becoming<keyof O & string>[];
  readonly variants: readonly VariantDefinition<O>[];
  /**
   * The options that the name of a network leaves open; the name says all others. If it is left out, a
   * name leaves open what its variant does not state and what it does not imply.
   */
  readonly open?: readonly (keyof O & string)[];
  /** Options whose defaults a variant's name implies: with other values the network has no name. */
  readonly impliedByName?: readonly (keyof O & string)[];
  /** Other names of options, such as a zoo's own: `{ inChans: 'inChannels' }`. */
  readonly aliases?: Readonly<Record<string, keyof O & string>>;
  /** @throws ModelError if the values do not fit together. */
  readonly build: (values: ValuesOf<O>) => AnyModule;
}

/** One architecture: everything that flags, configurations, lists and documents are derived from. */
export interface Architecture {
  readonly name: string;
  readonly words: string;
  readonly options: Options;
  readonly alternatives: readonly Alternative[];
  readonly restrictions: readonly Restriction[];
  readonly variants: readonly Variant[];
  /** The options that the name of a network leaves open. */
  readonly open: readonly string[];
  /** Options whose defaults a variant's name implies. */
  readonly impliedByName: readonly string[];
  /** Other names of options, each with the option's own. */
  readonly aliases: Readonly<Record<string, string>>;
  /** What is wrong with values that were given, in the order in which it is reported. */
  problems(given: OptionValues): OptionProblem[];
  /**
   * All values, from those that were given and the defaults.
   * @throws UserError if some are not accepted, or do not go together.
   */
  resolve(given: OptionValues): OptionValues;
  /**
   * The network of these options, which may be one of another architecture that has the same.
   * @throws UserError if some are not accepted, or do not go together.
   */
  choose(given: OptionValues): ModelChoice;
  /**
   * @param values all of them, as {@link resolve} gives them
   * @throws ModelError if they do not fit together.
   */
  build(values: OptionValues): AnyModule;
}

/** A network that was chosen, and the options to build it with. */
export interface ModelChoice {
  readonly architecture: Architecture;
  /** All of the architecture's options. */
  readonly options: OptionValues;
  /** The name that it was asked for by, if it was: several names may stand for one network. */
  readonly name?: string | null;
}

/** Defines an architecture; the types of the values that `build` takes are inferred from the options. */
export function defineArchitecture<const O extends Options>(
  definition: ArchitectureDefinition<O>,
): Architecture {
  const { name, words, options, alternatives = [], complete, amountsTo, build } = definition;
  const { aliases = {}, restrictions = [], becomes = [], impliedByName = [] } = definition;
  const isComplete = (values: OptionValues): values is ValuesOf<O> =>
    keysOf(options).every((key) => options[key]?.accepts(values[key]) === true);
  const checked = (values: OptionValues): ValuesOf<O> => {
    if (isComplete(values)) return values;
    throw new Error(`the values of ${name}'s options are not all there`);
  };

  /** The values that were given with the defaults of the others, except for alternatives not taken. */
  const withDefaults = (given: OptionValues): ValuesOf<O> => {
    const taken =
      alternatives.find((alternative) => isGiven(given, alternative)) ?? alternatives[0];
    const excluded = alternatives
      .filter((other) => other !== taken)
      .flatMap((other) => other.options);
    const values = keysOf(options).map((key): [string, OptionValue] => {
      const byDefault = excluded.includes(key) ? null : (options[key]?.default ?? null);
      return [key, given[key] ?? byDefault];
    });
    return checked(Object.fromEntries(values));
  };

  /** All values that follow from those that were given, before restrictions. */
  const completed = (given: OptionValues): OptionValues => {
    const taken = alternatives.filter((alternative) => isGiven(given, alternative)).at(-1);
    const others = alternatives.filter((other) => other !== taken && taken !== undefined);
    const values = withDefaults({ ...given, ...nulls(others.flatMap((other) => other.options)) });
    return complete?.(values) ?? values;
  };

  /** The option that was given and decides this one: itself, or one of the alternative that was taken. */
  const sourceOf = (given: OptionValues, decided: string): string | undefined => {
    const all = alternatives.flatMap((alternative): readonly string[] => alternative.options);
    const sources = all.includes(decided) ? [decided, ...all] : [decided];
    return sources.find((key) => (given[key] ?? null) !== null);
  };

  const problems = (told: OptionValues): OptionProblem[] => {
    const twice = keysOf(told).find((key) => isGivenTwice(told, aliases, key));
    if (twice !== undefined) {
      const beside = [aliases[twice] ?? ''];
      return [{ kind: 'conflict', option: twice, beside, amountsTo: null }];
    }
    const given = withoutAliases(told, aliases);
    const wrong = keysOf(given).flatMap((key): OptionProblem[] => {
      const option = Object.hasOwn(options, key) ? options[key] : undefined;
      const value = given[key] ?? null;
      if (option === undefined) return value === null ? [] : [{ kind: 'unknown', option: key }];
      return option.accepts(value) ? [] : [{ kind: 'value', option: key, value }];
    });
    if (wrong.length > 0) return wrong;
    const taken = alternatives.filter((alternative) => isGiven(given, alternative));
    const incomplete = taken.flatMap((alternative): OptionProblem[] => {
      const missing = alternative.options.find((key) => (given[key] ?? null) === null);
      const present = alternative.options.find((key) => (given[key] ?? null) !== null);
      if (missing === undefined || present === undefined) return [];
      return [{ kind: 'incomplete', option: present, missing, example: alternative.example ?? {} }];
    });
    if (incomplete.length > 0) return incomplete;
    const conflicts = taken.slice(1).flatMap((alternative): OptionProblem[] => {
      const [option = ''] = taken[0]?.options ?? [];
      const other = withDefaults({ ...given, ...nulls(taken[0]?.options ?? []) });
      const both = complete?.(other) ?? other;
      // Documents have the values of all alternatives: they may be given together if they agree.
      const agrees = (taken[0]?.options ?? []).every((key) =>
        isEqual(both[key] ?? null, given[key] ?? null),
      );
      if (agrees) return [];
      const beside = alternative.options;
      return [{ kind: 'conflict', option, beside, amountsTo: amountsTo?.(both) ?? null }];
    });
    if (conflicts.length > 0) return conflicts;
    return exclusions(restrictions, options, given, completed(given), (option) =>
      sourceOf(given, option),
    );
  };

  const resolve = (told: OptionValues): ValuesOf<O> => {
    const [problem] = problems(told);
    if (problem !== undefined) throw problemError(name, options, problem, aliases);
    const values = completed(withoutAliases(told, aliases));
    return checked({ ...values, ...restricted(restrictions, values) });
  };

  const variants = definition.variants.map((variant): Variant => {
    const stated = plainValues(variant.options);
    const { inputShape = USUAL_INPUT } = variant;
    // Worked out when they are asked for: a zoo has hundreds, of which a program needs one.
    let all = definition.open === undefined ? stated : null;
    return {
      name: variant.name,
      inputShape,
      get options() {
        all ??= plainValues(resolve(stated));
        return all;
      },
    };
  });

  const architecture: Architecture = {
    name,
    words,
    options,
    alternatives,
    restrictions,
    variants,
    open: definition.open ?? leftOpen(options, alternatives, variants, impliedByName),
    impliedByName,
    aliases,
    problems,
    resolve,
    choose(given) {
      const values: OptionValues = resolve(given);
      const other = becomes.find(({ option, value }) => isEqual(values[option] ?? null, value));
      if (other === undefined) return { architecture, options: values };
      const shared = keysOf(values).filter((key) => Object.hasOwn(other.architecture.options, key));
      return other.architecture.choose(
        Object.fromEntries(shared.map((key) => [key, values[key] ?? null])),
      );
    },
    build: (values) => build(checked(values)),
  };
  return architecture;
}

/** The options that neither the names of networks nor the alternatives determine. */
function leftOpen(
  options: Options,
  alternatives: readonly Alternative[],
  variants: readonly Variant[],
  impliedByName: readonly string[],
): string[] {
  const said = [
    ...alternatives.flatMap((other): readonly string[] => other.options),
    ...variants.flatMap((variant): readonly string[] => keysOf(variant.options)),
    ...impliedByName,
  ];
  return keysOf(options).filter((name) => !said.includes(name));
}

/** Options by their own names. */
export function withoutAliases(
  given: OptionValues,
  aliases: Readonly<Record<string, string>>,
): OptionValues {
  const entries = keysOf(given).map((key): [string, OptionValue] => [
    ownName(aliases, key),
    given[key] ?? null,
  ]);
  return Object.fromEntries(entries);
}

function ownName(aliases: Readonly<Record<string, string>>, key: string): string {
  return Object.hasOwn(aliases, key) ? (aliases[key] ?? key) : key;
}

/** Whether an alias stands beside the name that it stands for. */
export function isGivenTwice(
  given: OptionValues,
  aliases: Readonly<Record<string, string>>,
  key: string,
): boolean {
  const own = ownName(aliases, key);
  return own !== key && (given[own] ?? null) !== null && (given[key] ?? null) !== null;
}

function plainValues(values: Readonly<Record<string, OptionValue | undefined>>): OptionValues {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]): [string, OptionValue][] =>
      value === undefined ? [] : [[key, value]],
    ),
  );
}

function isGiven(given: OptionValues, { options }: Alternative): boolean {
  return options.some((key) => (given[key] ?? null) !== null);
}

function nulls(keys: readonly string[]): OptionValues {
  return Object.fromEntries(keys.map((key) => [key, null]));
}
