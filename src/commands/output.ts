import { type Command, Option } from '../commander.js';
import { UsageError } from '../errors.js';
import { choice, list } from '../options.js';
import type { ProcessLike } from '../process.js';

/** The flags that say how a result is written, and where to. */
export interface OutputFlags<Name extends string> {
  readonly format?: Name;
  readonly json?: boolean;
  /** The file of `-o`. */
  readonly output?: string;
}

/** Adds the flags that say how a result is written, and where to; the first format is the default. */
export function addOutputOptions(command: Command, formats: readonly string[]): Command {
  return command
    .addOption(
      new Option(
        '--format <name>',
        `${list(formats, 'or')} (default: ${formats[0] ?? ''})`,
      ).argParser(choice('--format', formats)),
    )
    .option('--json', 'the same as --format json')
    .option('-o, --output <file>', 'write to this file instead of printing');
}

/**
 * The format that the flags ask for; undefined where they ask for none.
 * @throws UsageError where they contradict one another.
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

/**
 * Prints a result, or writes it to the file that `-o` names.
 * @throws FileError where the file cannot be written.
 */
export async function writeResult(
  text: string,
  { output }: Pick<OutputFlags<string>, 'output'>,
  { stdout }: ProcessLike,
): Promise<void> {
  if (output === undefined) {
    stdout.write(text);
    return;
  }
  const { writeWhole } = await import('../files.js');
  await writeWhole(output, text, '--output');
}
