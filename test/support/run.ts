import { main } from '../../src/cli/main.js';
import { validateOutput } from './schema.js';

/** What a run of the program wrote, and its exit code. */
export interface RunResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Whether stdout and stderr are terminals. */
  readonly tty?: boolean;
}

/** Runs the program in this process, as `se-resnet ...args`; JSON that it prints is validated. */
export async function run(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { env = {}, tty = false } = options;
  const written = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') => ({
    isTTY: tty,
    columns: 80,
    on: () => undefined,
    write(text: string) {
      written[name] += text;
      return true;
    },
  });
  const exitCode = await main({
    argv: ['node', 'se-resnet', ...args],
    env,
    stdout: stream('stdout'),
    stderr: stream('stderr'),
  });
  validateOutput(args, written.stdout);
  return { ...written, exitCode };
}

/** The result of a command that is refused with one sentence, and a hint if there is one. */
export function refusal(sentence: string, hint?: string): RunResult {
  const stderr = `error: ${sentence}\n${hint === undefined ? '' : `${hint}\n`}`;
  return { stdout: '', stderr, exitCode: 2 };
}
