import type { OptionValue, OptionValues } from '../../models/option.js';
import { kebabCase, keysOf } from '../../text/keys.js';

/** How options and settings are written by the one who gives them. */
export interface Naming {
  /** One without its value: `--input-size`, or `"inputSize"`. */
  readonly key: (name: string) => string;
  /** What one is given: `3,4,6,3`, or `[3, 4, 6, 3]`. */
  readonly value: (value: OptionValue) => string;
  /** One with what it is given: `--block basic`, or `"block": "basic"`. */
  readonly given: (name: string, value: string) => string;
  /** Several with their values: `--block basic --blocks 2,2,2,2`. */
  readonly settings: (values: OptionValues) => string;
}

/** An option's value as a flag takes it. */
export function flagText(value: OptionValue): string {
  return Array.isArray(value) ? value.join(',') : String(value);
}

/** As flags of a command. */
export const byFlag: Naming = {
  key: (name) => `--${kebabCase(name)}`,
  value: flagText,
  given: (name, value) => `${byFlag.key(name)} ${value}`,
  settings(values) {
    const flags = keysOf(values).map((name) => {
      const value = values[name] ?? null;
      if (value === true) return byFlag.key(name);
      // A shape is written otherwise than a list.
      const isShape = name === 'inputSize' && Array.isArray(value);
      return byFlag.given(name, isShape ? value.join('x') : flagText(value));
    });
    return flags.join(' ');
  },
};

/** As keys of a configuration. */
export const inConfiguration: Naming = {
  key: (name) => `"${name}"`,
  value: (value) => JSON.stringify(value).replaceAll(',', ', '),
  given: (name, value) => `"${name}": ${value}`,
  settings: (values) => joined(inConfiguration, values, ', '),
};

/** As they stand behind the question mark of a name. */
export const inName: Naming = {
  key: (name) => name,
  value: flagText,
  given: (name, value) => `${name}=${value}`,
  settings: (values) => joined(inName, values, '&'),
};

function joined({ given, value }: Naming, values: OptionValues, separator: string): string {
  return keysOf(values)
    .map((name) => given(name, value(values[name] ?? null)))
    .join(separator);
}
