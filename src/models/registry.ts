import { UserError } from '../errors.js';
import type { AnyModule } from '../nn/index.js';
import { shown } from '../ops/arguments.js';
import { keysOf } from '../text/keys.js';
import {
  type Architecture,
  isGivenTwice,
  type ModelChoice,
  type Variant,
  withoutAliases,
} from './architecture.js';
import { resnet } from './article/resnet.js';
import { seResnet } from './article/se-resnet.js';
import { isEqual, isSameOption, type Option, type OptionValues } from './option.js';

export type { ModelChoice } from './architecture.js';

/**
 * The article's architectures, whose options are flags, the default first: a new one is one file and one
 * line here. Those of the paper and of the zoos are in zoo/.
 */
let architectures: readonly Architecture[] = [seResnet, resnet];

/** The options of all of them, once they have been asked for. */
let optionsOfAll: readonly Option[] | null = null;

/** The architectures, in the order in which they are listed. */
export function allArchitectures(): readonly Architecture[] {
  return architectures;
}

/** The architecture of a name, or the default one if none is given. */
export function findArchitecture(name?: unknown): Architecture | undefined {
  return architectures.find((known) => name === undefined || known.name === name);
}

/**
 * Adds an architecture for the rest of the process.
 * @returns a function that removes it again
 * @throws Error if it, or an option of it, has the name of another one.
 */
export function registerArchitecture(architecture: Architecture): () => void {
  const taken = [architecture, ...architecture.variants].find(({ name }) =>
    architectures.some((other) => isNamed(other, name)),
  );
  if (taken !== undefined) throw new Error(`${taken.name} is registered already`);
  const before = architectures;
  setArchitectures([...architectures, architecture]);
  try {
    allOptions();
  } catch (error) {
    setArchitectures(before);
    throw error;
  }
  return () => {
    setArchitectures(architectures.filter((other) => other !== architecture));
  };
}

function setArchitectures(all: readonly Architecture[]): void {
  architectures = all;
  optionsOfAll = null;
}

/**
 * The options of all architectures, each once.
 * @throws Error if two of the same name differ in more than their default.
 */
export function allOptions(): readonly Option[] {
  optionsOfAll ??= readOptions();
  return optionsOfAll;
}

function readOptions(): Option[] {
  const found = new Map<string, Option>();
  for (const { name, options } of architectures) {
    for (const option of Object.values(options)) {
      const other = found.get(option.name) ?? option;
      if (!isSameOption(other, option)) {
        throw new Error(`the option ${option.name} of ${name} is not that of other architectures`);
      }
      found.set(option.name, other);
    }
  }
  return [...found.values()];
}

/** A network that has a name. */
export interface NamedModel extends Variant {
  readonly architecture: Architecture;
}

/** The networks of these architectures that have a name, in their order. */
export function networksIn(all: readonly Architecture[]): NamedModel[] {
  return all.flatMap((architecture) =>
    architecture.variants.map((variant) => ({ ...variant, architecture })),
  );
}

/** The networks of {@link allArchitectures} that have a name, in the order in which they are listed. */
export function namedModels(): NamedModel[] {
  return networksIn(architectures);
}

/** Whether a name is that of an architecture, or of one of its networks. */
export function isNamed({ name, variants }: Architecture, asked: string): boolean {
  return name === asked || variants.some((variant) => variant.name === asked);
}

/** Where a model comes from. */
export interface ModelSource {
  readonly kind: 'registry' | 'file' | 'library';
  /** The file, if it comes from one. */
  readonly path?: string;
}

/** What a model is, as plain values: what every document says of it. */
export interface ModelDescription {
  /** As `list` prints it; null if it has no name. */
  readonly name: string | null;
  /** The class name. */
  readonly type: string;
  /** The architecture in the registry; null if it comes from elsewhere. */
  readonly arch: string | null;
  /** All of the architecture's options with their values; null for one that does not apply. */
  readonly options: OptionValues;
  readonly source: ModelSource;
}

const descriptions = new WeakMap<AnyModule, ModelDescription>();

/**
 * The network of a name with its options.
 * @param name an architecture's, or one of its networks'
 * @param told values other than the network's own, by the options' names or other names of them
 * @throws UserError if an option is not accepted, or the name says another value.
 */
export function chooseNamed(
  architecture: Architecture,
  name: string,
  told: OptionValues,
): ModelChoice {
  const { aliases } = architecture;
  // An option that is given twice is reported as that.
  const isTwice = keysOf(told).some((key) => isGivenTwice(told, aliases, key));
  const given = isTwice ? told : withoutAliases(told, aliases);
  const named = architecture.variants.find((variant) => variant.name === name);
  const own = named?.options ?? {};
  const contradicts = (key: string): boolean => {
    const value = given[key];
    // What is not accepted at all is reported as that.
    const isAccepted = architecture.options[key]?.accepts(value) === true;
    return value !== undefined && isAccepted && !isEqual(value, own[key] ?? null);
  };
  const other = keysOf(own).find((key) => !architecture.open.includes(key) && contradicts(key));
  if (other !== undefined) {
    throw new UserError(
      'option-conflict',
      `${name} has ${other} ${shown(own[other])}, but was given ${shown(given[other])}.`,
      { hint: `Give ${architecture.name} the options.`, facts: { name, option: other } },
    );
  }
  return { ...architecture.choose({ ...own, ...given }), name };
}

/**
 * Builds a chosen network.
 * @throws ModelError if its options do not fit together.
 */
export function buildModel(choice: ModelChoice): AnyModule {
  const { architecture, options } = choice;
  const model = architecture.build(options);
  descriptions.set(model, {
    name: nameOf(choice),
    type: model.className,
    arch: architecture.name,
    options,
    source: { kind: 'registry' },
  });
  return model;
}

/** What a model is: as the registry built it, or known by its class alone. */
export function describeModel(model: AnyModule): ModelDescription {
  return (
    descriptions.get(model) ?? {
      name: null,
      type: model.className,
      arch: null,
      options: {},
      source: { kind: 'library' },
    }
  );
}

/** The name of a network, whatever the options are that it leaves open; null if it has none. */
export function nameOf(choice: ModelChoice): string | null {
  return changedOptions(choice).length === 0 ? (variantOf(choice)?.name ?? null) : null;
}

/**
 * The network that it is: of several that are alike, the one that was asked for, or else one that is the same in
 * what names leave open too.
 */
function variantOf({ architecture, options, name }: ModelChoice): Variant | undefined {
  const has = (variant: Variant, key: string): boolean =>
    isEqual(variant.options[key] ?? null, options[key] ?? null);
  const alike = architecture.variants.filter((variant) =>
    keysOf(variant.options).every((key) => architecture.open.includes(key) || has(variant, key)),
  );
  return (
    alike.find((variant) => variant.name === name) ??
    alike.find((variant) => keysOf(variant.options).every((key) => has(variant, key))) ??
    alike[0]
  );
}

/** The options that have another value than a name stands for. */
function changedOptions({ architecture, options }: ModelChoice): string[] {
  return architecture.impliedByName.filter(
    (key) => !isEqual(options[key] ?? null, architecture.options[key]?.default ?? null),
  );
}

/**
 * The name of a network, or else what is nearest to one: its architecture and what distinguishes it from
 * the others, then what it has changed: `se-resnet-50?stem=7x7`.
 */
export function modelLabel(choice: ModelChoice): string {
  const { architecture, options } = choice;
  const alternatives = architecture.alternatives.flatMap((alternative) => alternative.options);
  const told = alternatives.map((key) => options[key] ?? null).filter((value) => value !== null);
  const name = variantOf(choice)?.name ?? [architecture.name, ...told].flat().join('-');
  const changed = changedOptions(choice).map((key) => `${key}=${String(options[key])}`);
  return changed.length === 0 ? name : `${name}?${changed.join('&')}`;
}
