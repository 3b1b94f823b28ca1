import { UserError } from '../errors.js';
import { shown } from '../ops/arguments.js';
import { keysOf } from '../text/keys.js';
import { didYouMean, joinWords } from '../text/words.js';
import { acceptedWords, type Options, type OptionValue, type OptionValues } from './option.js';
import type { Exclusion, Setting } from './restriction.js';

/** Why values that were given are not accepted. */
export type OptionProblem =
  | { readonly kind: 'unknown'; readonly option: string }
  | { readonly kind: 'value'; readonly option: string; readonly value: OptionValue }
  | {
      readonly kind: 'incomplete';
      readonly option: string;
      readonly missing: string;
      readonly example: OptionValues;
    }
  | {
      readonly kind: 'conflict';
      readonly option: string;
      readonly beside: readonly string[];
      /** What the others amount to, if that is known. */
      readonly amountsTo: string | null;
    }
  | Exclusion;

/**
 * The error of a problem, in the library's words.
 * @param name the architecture's
 * @param aliases other names of options, which may have been meant
 */
export function problemError(
  name: string,
  options: Options,
  problem: OptionProblem,
  aliases: Readonly<Record<string, string>> = {},
): UserError {
  const names = keysOf(options);
  const facts = { architecture: name, ...problem };
  switch (problem.kind) {
    case 'unknown':
      return new UserError(
        'unknown-option',
        `${name} takes the options ${joinWords(names, 'and')}, but was given ${shown(problem.option)}.`,
        { hint: didYouMean(problem.option, [...names, ...keysOf(aliases)]), facts },
      );
    case 'value': {
      const kind = options[problem.option]?.kind ?? { type: 'switch' };
      const accepted = acceptedWords(kind, (numbers) => JSON.stringify(numbers), problem.value);
      return new UserError(
        'option-value',
        `${problem.option} takes ${accepted}, but was given ${shown(problem.value)}.`,
        { facts },
      );
    }
    case 'incomplete':
      return new UserError(
        'option-incomplete',
        `${problem.option} needs ${problem.missing} beside it.`,
        { hint: `For example: ${JSON.stringify(problem.example)}`, facts },
      );
    case 'conflict':
      return new UserError(
        'option-conflict',
        `${problem.option} cannot stand beside ${joinWords(problem.beside, 'and')}` +
          `${problem.amountsTo === null ? '' : `, which give ${problem.amountsTo}`}.`,
        { facts },
      );
    case 'excluded': {
      const { beside, entailed, goesWith } = problem;
      const words = (setting: Setting): string => `${setting.option} ${shown(setting.value)}`;
      return new UserError(
        'option-conflict',
        `${words(problem)} cannot stand beside ${beside === null ? name : words(beside)}` +
          `${entailed === null ? '' : `, whose ${entailed.option} is ${shown(entailed.value)}`}.`,
        {
          hint:
            goesWith === null
              ? undefined
              : `${problem.option} goes with ${goesWith.option} ` +
                `${joinWords(
                  goesWith.values.map((value) => shown(value)),
                  'or',
                )}.`,
          facts,
        },
      );
    }
  }
}
