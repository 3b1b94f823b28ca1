import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { EngineError } from '../../errors.js';

const execute = promisify(execFile);

export interface RunOptions {
  readonly cwd: string;
  readonly signal: AbortSignal;
}

/**
 * Runs another program and gives what it wrote to stdout.
 * @throws EngineError with the last lines that it wrote, where it fails
 */
export async function runTool(
  file: string,
  args: readonly string[],
  { cwd, signal }: RunOptions,
): Promise<string> {
  try {
    const { stdout } = await execute(file, args, { cwd, signal, maxBuffer: 64 * 2 ** 20 });
    return stdout;
  } catch (error) {
    signal.throwIfAborted();
    throw new EngineError(`${[file, ...args].join(' ')} failed: ${lastWords(error)}`);
  }
}

/** Whether a program is there and runs. */
export async function hasTool(
  file: string,
  args: readonly string[],
  options: RunOptions,
): Promise<boolean> {
  return runTool(file, args, options).then(
    () => true,
    (error: unknown) => {
      options.signal.throwIfAborted();
      if (error instanceof EngineError) return false;
      throw error;
    },
  );
}

function lastWords(error: unknown): string {
  const written = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  const message = error instanceof Error ? error.message : String(error);
  return (written === '' ? message : written).split('\n').slice(-3).join(' ').trim();
}
