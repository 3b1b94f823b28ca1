import { type EngineName, engineNames } from '../../engine/list.js';
import { type Command, Option as Flag } from '../commander.js';
import { choice } from './choice.js';
import { integerFrom, positiveInteger } from './number.js';

/** What `--engine` takes: `auto` for the fastest that works, `meta` for shapes alone. */
export type EngineChoice = EngineName | 'auto' | 'meta';

/** The flags that say how a model is run. */
export interface EngineFlags {
  readonly engine: EngineChoice;
  readonly seed: number;
  readonly threads?: number;
  readonly fold: boolean;
}

/** Adds the flags that say how a model is run. */
export function addEngineFlags(command: Command, defaultEngine: EngineChoice): Command {
  const names: EngineChoice[] = ['auto', ...engineNames(), 'meta'];
  return command
    .addOption(
      new Flag(
        '--engine <name>',
        `what runs the pass: ${names.slice(0, -1).join(', ')}, or meta for shapes alone`,
      )
        .default(defaultEngine)
        .argParser(choice('--engine', names)),
    )
    .addOption(
      new Flag('--seed <number>', 'of the random weights and input')
        .default(0)
        .argParser(integerFrom('--seed', 0)),
    )
    .addOption(
      new Flag('--threads <number>', 'threads to compute on (default: one a processor)').argParser(
        positiveInteger('--threads'),
      ),
    )
    .option('--no-fold', 'run BatchNorm and ReLU by themselves, not as part of a convolution');
}
