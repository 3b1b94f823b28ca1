import { spawn } from 'node:child_process';
import { EngineError } from '../../errors.js';

export interface RunOptions {
  readonly cwd: string;
  readonly signal: AbortSignal;
}

/**
 * Runs another program to its end. When the signal aborts, the program and those that it has started
 * are ended first, so that none of them writes into a folder that is being removed.
 * @throws EngineError with the last lines that it wrote, if it fails
 */
export async function runTool(
  file: string,
  args: readonly string[],
  { cwd, signal }: RunOptions,
): Promise<void> {
  signal.throwIfAborted();
  // A process group of its own can be ended as a whole.
  const child = spawn(file, args, { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let written = '';
  const keepEnd = (text: Buffer): void => {
    written = (written + text.toString()).slice(-4000);
  };
  child.stdout.on('data', keepEnd);
  child.stderr.on('data', keepEnd);
  const end = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  };
  signal.addEventListener('abort', end);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', resolve);
    });
    if (code === 0) return;
  } catch (error) {
    written = error instanceof Error ? error.message : String(error);
  } finally {
    signal.removeEventListener('abort', end);
  }
  signal.throwIfAborted();
  const lastLines = written.trim().split('\n').slice(-3).join(' ');
  throw new EngineError('tool', `${[file, ...args].join(' ')} failed: ${lastLines}`);
}

/** Whether a program exists and succeeds. */
export async function succeeds(
  file: string,
  args: readonly string[],
  options: RunOptions,
): Promise<boolean> {
  try {
    await runTool(file, args, options);
    return true;
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof EngineError) return false;
    throw error;
  }
}
