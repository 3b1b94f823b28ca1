import { UserError } from '../errors.js';
import type { AnyModule } from '../nn/index.js';
import { shown } from '../ops/arguments.js';
import type { Architecture } from './architecture.js';
import { nameOptions, splitName } from './name-options.js';
import { type KnownNames, resolveName, unknownModel } from './names.js';
import type { OptionValues } from './option.js';
import { allArchitectures, buildModel, chooseNamed, isNamed, networksIn } from './registry.js';
import { ZOO } from './zoo/all.js';
import { DEPRECATED } from './zoo/timm/deprecated.js';

function everyArchitecture(): readonly Architecture[] {
  return [...allArchitectures(), ...ZOO];
}

/**
 * The names that {@link createModel} takes, as `se-resnet list` prints them.
 *
 * @example
 * console.log(modelNames().includes('se-resnet-50')); // true
 */
export function modelNames(): string[] {
  return networksIn(everyArchitecture()).map(({ name }) => name);
}

function knownNames(): KnownNames {
  const architectures = everyArchitecture().map(({ name }) => name);
  return { names: [...modelNames(), ...architectures], deprecated: DEPRECATED };
}

/**
 * Builds a model that has a name.
 * @param name a network's, as `se-resnet list` prints it, or an architecture's; options may stand in it:
 *   `se-resnet-50?reduction=8`
 * @param options values other than the network's own: `{ numClasses: 10 }`. Every network takes numClasses
 *   and inChannels.
 * @throws UserError if there is no such name, or an option is not accepted; ModelError if the options
 *   do not fit together.
 *
 * @example
 * const model = createModel('se-resnet-50', { numClasses: 10 });
 * console.log(summary(model, [1, 3, 224, 224]).totals.params); // 26051834
 */
export function createModel(name: string, options: OptionValues = {}): AnyModule {
  const given: unknown = options;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new UserError(
      'options',
      `createModel takes an object of options, but was given ${shown(given)}.`,
      { facts: { options: given } },
    );
  }
  const known = knownNames();
  const text: unknown = name;
  if (typeof text !== 'string') throw unknownModel(text, known);
  const { name: asked, query } = splitName(text);
  const { name: found } = resolveName(asked, known);
  const architecture = everyArchitecture().find((candidate) => isNamed(candidate, found));
  if (architecture === undefined) throw unknownModel(text, known);
  // As with a parameter, undefined leaves it out.
  const wanted = Object.entries(options).filter(
    ([, value]: [string, unknown]) => value !== undefined,
  );
  const choice = chooseNamed(architecture, found, {
    ...nameOptions(query, architecture),
    ...Object.fromEntries(wanted),
  });
  return buildModel(choice);
}
