import { joinWords } from '../../text/words.js';
import { type Command, Option as Flag } from '../commander.js';
import { UsageError } from '../usage.js';
import { choice } from './choice.js';
import { fileOption } from './file.js';

/** The flags that say how and where a result is written. */
export interface OutputFlags<Name extends string> {
  readonly format?: Name;
  readonly json?: boolean;
  /** The file of `-o`. */
  readonly output?: string;
}

/** Adds the flags that say how and where a result is written; the first format is the default. */
export function addOutputFlags(command: Command, formats: readonly string[]): Command {
  return command
    .addOption(
      new Flag(
        '--format <name>',
        `${joinWords(formats, 'or')} (default: ${formats[0] ?? ''})`,
      ).argParser(choice('--format', formats)),
    )
    .option('--json', 'the same as --format json')
    .addOption(fileOption('-o, --output <file>', 'write to this file instead of printing'));
}

/**
 * The format that the flags ask for; undefined if they ask for none.
 * @throws UsageError if they contradict one another.
 */
export function formatOf<Name extends string>({
  format,
  json,
}: OutputFlags<Name>): Name | 'json' | undefined {
  if (json !== true) return format;
  if (format === undefined || format === 'json') return 'json';
  throw new UsageError(
    `--json cannot stand beside --format ${format}.`,
    'Leave out one of the two.',
  );
}
