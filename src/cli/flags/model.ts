import type { Architecture, OptionProblem } from '../../models/architecture.js';
import type { Option, OptionValue, OptionValues } from '../../models/option.js';
import {
  allArchitectures,
  findArchitecture,
  type ModelChoice,
  settableOptions,
} from '../../models/registry.js';
import type { Shape } from '../../ops/shape.js';
import { joinWords } from '../../text/words.js';
import { type Command, Option as Flag } from '../commander.js';
import { UsageError } from '../usage.js';
import { choice } from './choice.js';
import { items } from './list.js';
import { flagOf, flagsText, flagText, optionFlag } from './option.js';
import { parseInputSize } from './shape.js';

/** Which model to build, and the shape of its input. */
export interface ModelFlags {
  /** The architecture's name; the first of the registry by default. */
  readonly arch?: string | undefined;
  /** The options of the architecture that were given. */
  readonly options: OptionValues;
  readonly inputSize: Shape;
  /** State-dict prefixes of what does not train. */
  readonly freeze: readonly string[];
}

/** The defaults. */
export const MODEL_DEFAULTS: ModelFlags = { options: {}, inputSize: [1, 3, 224, 224], freeze: [] };

/** Adds the flags that say which model to build, for all architectures. */
export function addModelFlags(command: Command): Command {
  const architectures = allArchitectures();
  const names = architectures.map(({ name }) => name);
  const words = architectures.map(({ name, words: what }) => `${name}: ${what}`);
  command.addOption(
    new Flag('--arch <name>', words.join('; '))
      .default(names[0])
      .argParser(choice('--arch', names)),
  );
  for (const option of settableOptions()) command.addOption(optionFlag(option));
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
  return command.addOption(
    new Flag('--input-size <NxCxHxW>', 'the shape of the input')
      .default(MODEL_DEFAULTS.inputSize, MODEL_DEFAULTS.inputSize.join('x'))
      .argParser(parseInputSize),
  );
}

/** Of the options that have a flag, the ones that the name of a model leaves open. */
function freeOptions(): Option[] {
  const said = allArchitectures().flatMap(({ alternatives, variants }) => [
    ...alternatives.flatMap(({ options }) => options),
    ...variants.flatMap(({ options }) => Object.keys(options)),
  ]);
  return settableOptions().filter(({ name }) => !said.includes(name));
}

/** The options among a command's flags that were given. */
export function givenOptions(command: Command): OptionValues {
  const given = settableOptions().flatMap((option): [string, OptionValue][] => {
    const value: unknown = command.getOptionValue(option.name);
    return value !== undefined && option.accepts(value) ? [[option.name, value]] : [];
  });
  return Object.fromEntries(given);
}

/**
 * The model that flags describe.
 * @throws UsageError if they contradict one another.
 */
export function chooseModel({ arch, options, inputSize }: ModelFlags): ModelChoice {
  const architecture = findArchitecture(arch);
  if (architecture === undefined) throw new Error(`there is no architecture ${arch ?? ''}`);
  const given = { ...options, ...followingInput(architecture, inputSize) };
  try {
    return { architecture, options: architecture.resolve(given) };
  } catch (error) {
    const [problem] = architecture.problems(given);
    throw problem === undefined ? error : problemError(architecture, given, problem);
  }
}

/** The options that follow from the input's shape: its channels. */
export function followingInput(architecture: Architecture, inputSize: Shape): OptionValues {
  const following = Object.values(architecture.options).filter(({ followsInput }) => followsInput);
  return Object.fromEntries(following.map(({ name }) => [name, inputSize[1] ?? 3]));
}

const OTHERS = ['', 'the other', 'the other two', 'the other three'];

function problemError(
  { name }: Architecture,
  given: OptionValues,
  problem: OptionProblem,
): UsageError {
  const flag = flagOf(problem.option);
  switch (problem.kind) {
    case 'unknown':
      return new UsageError(
        `${flag} cannot stand beside --arch ${name}, which has no such option.`,
        'Leave out one of the two.',
      );
    case 'value':
      return new UsageError(`${flag} does not take ${flagText(problem.value)}.`);
    case 'incomplete':
      return new UsageError(
        `${flag} needs ${flagOf(problem.missing)} beside it.`,
        `For example: ${flagsText(problem.example)}`,
      );
    case 'conflict': {
      const { beside, amountsTo } = problem;
      const others = joinWords(beside.map(flagOf), 'and');
      const value = flagText(given[problem.option] ?? null);
      return new UsageError(
        `${flag} ${value} cannot stand beside ${others}` +
          `${amountsTo === null ? '' : `, which give ${amountsTo}`}.`,
        `Leave out ${flag}, or ${OTHERS[beside.length] ?? 'the others'}.`,
      );
    }
  }
}
