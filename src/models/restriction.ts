import { keysOf } from '../text/keys.js';
import { isEqual, type Options, type OptionValue, type OptionValues } from './option.js';

/** What other options are restricted to, by a value of one option or always. */
export interface Restriction<Name extends string = string> {
  /** The option that decides, and the values with which it does; left out if the restriction always holds. */
  readonly given?: { readonly option: Name; readonly values: readonly OptionValue[] };
  /** The only value that each of these options then has; null if it does not apply. */
  readonly only: Readonly<Partial<Record<Name, OptionValue>>>;
}

/** An option and a value of it. */
export interface Setting {
  readonly option: string;
  readonly value: OptionValue;
}

/** A value that was given, though another option, or the architecture itself, excludes it. */
export interface Exclusion extends Setting {
  readonly kind: 'excluded';
  /** What was given and excludes it; null if nothing was, so that it is the architecture. */
  readonly beside: Setting | null;
  /** What follows from that, and excludes it; null if it does by itself. */
  readonly entailed: Setting | null;
  /** The values of which option it goes with; null if it goes with none. */
  readonly goesWith: { readonly option: string; readonly values: readonly OptionValue[] } | null;
}

/** The values to which restrictions hold those that were completed. */
export function restricted(
  restrictions: readonly Restriction[],
  values: OptionValues,
): OptionValues {
  return Object.fromEntries(
    holding(restrictions, values).flatMap(({ only }) =>
      keysOf(only).map((key): [string, OptionValue] => [key, only[key] ?? null]),
    ),
  );
}

/**
 * What was given and is excluded.
 * @param values all values that follow from what was given
 * @param sourceOf which option that was given has decided the value of another
 */
export function exclusions(
  restrictions: readonly Restriction[],
  options: Options,
  given: OptionValues,
  values: OptionValues,
  sourceOf: (option: string) => string | undefined,
): Exclusion[] {
  const settingOf = (option: string, from: OptionValues): Setting => ({
    option,
    value: from[option] ?? null,
  });
  return holding(restrictions, values).flatMap(({ given: decides, only }) => {
    const wrong = keysOf(only).filter((option) => {
      const value = given[option] ?? null;
      return value !== null && !isEqual(value, only[option] ?? null);
    });
    return wrong.map((option): Exclusion => {
      const excluded = { kind: 'excluded', ...settingOf(option, given) } as const;
      if (decides === undefined) {
        return {
          ...excluded,
          beside: null,
          entailed: { option, value: only[option] ?? null },
          goesWith: null,
        };
      }
      const source = sourceOf(decides.option);
      const kind = options[decides.option]?.kind;
      const all = kind?.type === 'choice' ? kind.values : [];
      return {
        ...excluded,
        beside: source === undefined ? null : settingOf(source, given),
        entailed: source === decides.option ? null : settingOf(decides.option, values),
        goesWith: {
          option: decides.option,
          values: all.filter((value) => !decides.values.includes(value)),
        },
      };
    });
  });
}

function holding(
  restrictions: readonly Restriction[],
  values: OptionValues,
): readonly Restriction[] {
  return restrictions.filter(
    ({ given }) => given?.values.includes(values[given.option] ?? null) ?? true,
  );
}
