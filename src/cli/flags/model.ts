import { type Architecture, USUAL_INPUT, type Variant } from '../../models/architecture.js';
import {
  acceptedWords,
  isEqual,
  type Option,
  type OptionValue,
  type OptionValues,
} from '../../models/option.js';
import type { OptionProblem } from '../../models/option-problem.js';
import {
  allArchitectures,
  allOptions,
  chooseNamed,
  findArchitecture,
  type ModelChoice,
} from '../../models/registry.js';
import type { Shape } from '../../ops/shape.js';
import { keysOf } from '../../text/keys.js';
import { joinWords, plural } from '../../text/words.js';
import { type Command, Option as Flag } from '../commander.js';
import { UsageError } from '../usage.js';
import { choice } from './choice.js';
import { items } from './list.js';
import { isSize } from './number.js';
import { byFlag, inName, type Naming } from './naming.js';
import { optionFlag } from './option.js';
import { parseInputSize } from './shape.js';

/** Which model to build, and the shape of its input. */
export interface ModelFlags {
  /** The name of a network or an architecture; options may stand in it. */
  readonly model?: string | undefined;
  /** The architecture's name, if none is in `model`; the first of the registry by default. */
  readonly arch?: string | undefined;
  /** The options of the architecture that were given. */
  readonly options: OptionValues;
  /** The usual input of the network by default. */
  readonly inputSize?: Shape | undefined;
  /** State-dict prefixes of what does not train. */
  readonly freeze: readonly string[];
}

/** A model that was chosen, and what it is run on. */
export interface ChosenModel extends ModelChoice {
  readonly inputSize: Shape;
  /** The name that it was asked for by, in full, if it was. */
  readonly name: string | null;
  /** The tag of weights that stood behind the name. */
  readonly tag: string | null;
}

/** Adds the argument that names a model. */
export function addModelArgument(command: Command): Command {
  return command.argument('[model]', 'a model that se-resnet list lists: timm/seresnet50');
}

/** Adds the flags that say which model to build, for all architectures. */
export function addModelFlags(command: Command): Command {
  const architectures = allArchitectures();
  const names = architectures.map(({ name }) => name);
  const words = architectures.map(({ name, words: what }) => `${name}: ${what}`);
  command.addOption(
    new Flag('--arch <name>', `${words.join('; ')} (default: "${names[0] ?? ''}")`).argParser(
      choice('--arch', names),
    ),
  );
  for (const option of allOptions()) command.addOption(optionFlag(option));
  return addInputSizeFlag(command).addOption(
    new Flag('--freeze <prefixes>', 'parameters at or under these do not train: conv1,layer1.0')
      .default([], 'none')
      .argParser((text) => items(text)),
  );
}

/** Adds the flags for what the name of a model leaves open. */
export function addNamedModelFlags(command: Command): Command {
  for (const option of freeOptions()) command.addOption(optionFlag(option));
  return addInputSizeFlag(command);
}

function addInputSizeFlag(command: Command): Command {
  const words = `the shape of the input (default: the model's usual one, ${USUAL_INPUT.join('x')} for most)`;
  return command.addOption(new Flag('--input-size <NxCxHxW>', words).argParser(parseInputSize));
}

/** The options that the names of some networks leave open. */
function freeOptions(): Option[] {
  const open = allArchitectures().flatMap((architecture) => architecture.open);
  return allOptions().filter(({ name }) => open.includes(name));
}

/** The options among a command's flags that were given. */
export function givenOptions(command: Command): OptionValues {
  const given = allOptions().flatMap((option): [string, OptionValue][] => {
    const value: unknown = command.getOptionValue(option.name);
    return value !== undefined && option.accepts(value) ? [[option.name, value]] : [];
  });
  return Object.fromEntries(given);
}

/**
 * The model that flags, or an entry of a configuration, describe.
 * @param named how the one who gave an option knows it
 * @throws UserError if there is no such model, or what was given is contradictory.
 */
export async function chooseModel(flags: ModelFlags, named: Naming = byFlag): Promise<ChosenModel> {
  if (flags.model !== undefined) return chooseNamedModel(flags.model, flags, named);
  const architecture = findArchitecture(flags.arch);
  if (architecture === undefined) throw new Error(`there is no architecture ${flags.arch ?? ''}`);
  const inputSize = inputSizeOf(flags, flags.options, USUAL_INPUT, named);
  const given = { ...flags.options, ...followingInput(architecture, inputSize) };
  const choose = (): ModelChoice => architecture.choose(given);
  const chosen = inGiversWords(architecture, given, choose, {
    named,
    isInName: () => false,
    network: null,
    whole: named.settings({ arch: architecture.name }),
  });
  return { ...chosen, inputSize, name: null, tag: null };
}

async function chooseNamedModel(
  text: string,
  flags: ModelFlags,
  named: Naming,
): Promise<ChosenModel> {
  if (flags.arch !== undefined) {
    throw new UsageError(
      `${named.settings({ arch: flags.arch })} cannot stand beside the name of a model, "${text}".`,
      'Leave out one of the two.',
    );
  }
  const { findNamed, isFile } = await import('../named-model.js');
  if (isFile(text)) {
    throw new UsageError(
      `A model is given by its name, but "${text}" is a file.`,
      'se-resnet compare takes summaries and baselines as files.',
    );
  }
  const depth = allOptions().find(({ name }) => name === 'depth');
  if (/^\d+$/.test(text) && depth?.accepts(Number(text)) === true) {
    const hint = `Did you mean ${named.settings({ depth: Number(text) })}?`;
    throw new UsageError(`There is no model "${text}".`, hint);
  }
  const { architecture, name, options, inputShape, tag } = await findNamed(text);
  for (const key of keysOf(flags.options)) {
    const value = flags.options[key] ?? null;
    refuseOption(architecture, name, key, value, named);
    if (key in options && !isEqual(options[key] ?? null, value)) {
      const beside = `${named.settings({ [key]: value })} cannot stand beside "${text}"`;
      throw new UsageError(`${beside}, which says another.`, 'Leave out one of the two.');
    }
  }
  const own = { ...options, ...flags.options };
  const inputSize = inputSizeOf(flags, own, inputShape, named);
  const given = { ...own, ...followingInput(architecture, inputSize) };
  const network = architecture.variants.find((variant) => variant.name === name);
  const choose = (): ModelChoice => chooseNamed(architecture, name, given);
  const chosen = inGiversWords(architecture, { ...network?.options, ...given }, choose, {
    named,
    isInName: (key) => key in options && !(key in flags.options),
    network:
      network === undefined
        ? null
        : { name, says: (key) => !(key in own) && key in network.options },
    whole: name,
  });
  return { ...chosen, inputSize, name, tag };
}

/** @throws UsageError for an option that a named network does not have, or whose value its name says. */
function refuseOption(
  architecture: Architecture,
  name: string,
  key: string,
  value: OptionValue,
  named: Naming,
): void {
  const network = architecture.variants.find((variant) => variant.name === name);
  const isOwn = allArchitectures().includes(architecture);
  const isOpen = architecture.open.includes(key);
  if (!(key in architecture.options) || (!isOwn && network !== undefined && !isOpen)) {
    throw new UsageError(
      `${named.key(key)} cannot stand beside ${name}, which has no such option.`,
      `It takes ${joinWords(takenBy(architecture, network).map(named.key), 'and')}.`,
    );
  }
  const said = network?.options[key];
  if (isOpen || said === undefined || isEqual(said, value)) return;
  throw new UsageError(
    `${named.settings({ [key]: value })} cannot stand beside ${name}, which has a ${key} of ${named.value(said)}.`,
    'Leave out one of the two.',
  );
}

/** The options that have a flag and that a network, or an architecture without a name, takes. */
function takenBy(architecture: Architecture, network: Variant | undefined): string[] {
  const names = allOptions().map(({ name }) => name);
  const alternatives = architecture.alternatives.flatMap(({ options }) => options);
  const isOwn = allArchitectures().includes(architecture);
  return names.filter((name) => {
    if (!(name in architecture.options)) return false;
    if (network === undefined) return true;
    return isOwn ? !alternatives.includes(name) : architecture.open.includes(name);
  });
}

/** Who has said what of a model: each option may come from a flag, a name's own options or the name. */
interface Said {
  /** How flags, or the keys of a configuration, are written. */
  readonly named: Naming;
  /** Whether an option stands in the name, behind its question mark. */
  readonly isInName: (option: string) => boolean;
  /** The named network, and whether it is its name alone that says an option. */
  readonly network: { readonly name: string; readonly says: (option: string) => boolean } | null;
  /** What chose the architecture: `--arch resnet`, or a name. */
  readonly whole: string;
}

/** @throws UsageError in the words of whoever gave the options, if they do not go together. */
function inGiversWords<Chosen>(
  architecture: Architecture,
  given: OptionValues,
  choose: () => Chosen,
  said: Said,
): Chosen {
  try {
    return choose();
  } catch (error) {
    const [problem] = architecture.problems(given);
    throw problem === undefined ? error : problemError(architecture, given, problem, said);
  }
}

/**
 * The shape of the input: what was given, or the usual one with the channels that were.
 * @throws UsageError if the two contradict one another.
 */
function inputSizeOf(
  { inputSize }: ModelFlags,
  options: OptionValues,
  usual: Shape,
  named: Naming,
): Shape {
  const following = allOptions().filter(({ followsInput }) => followsInput);
  const channels = following.map(({ name }) => options[name]).find((value) => isSize(value));
  if (!isSize(channels)) return inputSize ?? usual;
  if (inputSize === undefined) return usual.map((size, axis) => (axis === 1 ? channels : size));
  if (inputSize[1] === channels) return inputSize;
  throw new UsageError(
    `${named.settings({ inChannels: channels })} cannot stand beside ` +
      `${named.settings({ inputSize })}, which has ${plural(inputSize[1] ?? 0, 'channel')}.`,
    'Leave out one of the two.',
  );
}

/** The options that follow from the input's shape: its channels. */
export function followingInput(architecture: Architecture, inputSize: Shape): OptionValues {
  const following = Object.values(architecture.options).filter(({ followsInput }) => followsInput);
  return Object.fromEntries(following.map(({ name }) => [name, inputSize[1] ?? 3]));
}

const OTHERS = ['', 'the other', 'the other two', 'the other three'];

function problemError(
  architecture: Architecture,
  given: OptionValues,
  problem: OptionProblem,
  said: Said,
): UsageError {
  const { network, whole } = said;
  const naming = (option: string): Naming => (said.isInName(option) ? inName : said.named);
  const key = (option: string): string => naming(option).key(option);
  const setting = (option: string, value: OptionValue): string =>
    naming(option).settings({ [option]: value });
  const { option } = problem;
  switch (problem.kind) {
    case 'unknown':
      return new UsageError(
        `${key(option)} cannot stand beside ${whole}, which has no such option.`,
        'Leave out one of the two.',
      );
    case 'value': {
      const kind = architecture.options[option]?.kind ?? { type: 'switch' };
      const accepted = acceptedWords(kind, naming(option).value, problem.value);
      return new UsageError(
        `${setting(option, problem.value)} cannot stand beside ${whole}, whose ${option} takes ${accepted}.`,
      );
    }
    case 'incomplete':
      return new UsageError(
        `${key(option)} needs ${naming(option).key(problem.missing)} beside it.`,
        `For example: ${naming(option).settings(problem.example)}`,
      );
    case 'conflict': {
      const { beside, amountsTo } = problem;
      const others = joinWords(beside.map(key), 'and');
      const which = amountsTo === null ? '' : `, which give ${amountsTo}`;
      if (network?.says(option) === true) {
        return new UsageError(
          `${network.name} cannot stand beside ${others}${which}.`,
          `Leave them out, or give them to ${architecture.name}.`,
        );
      }
      return new UsageError(
        `${setting(option, given[option] ?? null)} cannot stand beside ${others}${which}.`,
        `Leave out ${key(option)}, or ${OTHERS[beside.length] ?? 'the others'}.`,
      );
    }
    case 'excluded': {
      const { beside, goesWith } = problem;
      const isNetworks = beside !== null && network?.says(beside.option) === true;
      const other =
        beside === null ? whole : isNetworks ? network.name : setting(beside.option, beside.value);
      const entailed = problem.entailed ?? (isNetworks ? beside : null);
      const whose =
        entailed === null
          ? ''
          : `, whose ${entailed.option} is ${naming(entailed.option).value(entailed.value)}`;
      const { value: textOf, given: written } = naming(option);
      const instead =
        goesWith === null
          ? ''
          : `: ${key(option)} goes with ${written(goesWith.option, joinWords(goesWith.values.map(textOf), 'or'))}`;
      return new UsageError(
        `${setting(option, problem.value)} cannot stand beside ${other}${whose}.`,
        `Leave out one of the two${instead}.`,
      );
    }
  }
}
