import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { EngineError } from '../../errors.js';

export interface RunOptions {
  readonly cwd: string;
  readonly signal: AbortSignal;
  /** What an error calls it; the program's name by default. */
  readonly label?: string;
}

/**
 * Runs the program in "$@" with nothing to read, and ends the whole process group once nobody holds the
 * other end of the standard input any more: when this process has seen the program end, or was killed.
 */
const GUARD = `
exec 3<&0
"$@" </dev/null 3<&- & tool=$!
(while read -r _ <&3; do :; done; kill -KILL "-$$") >/dev/null 2>&1 &
exec 3<&-
wait "$tool"
`;

const IS_WINDOWS = process.platform === 'win32';

/** The exit code by which a shell says that there is no such program. */
const NOT_FOUND = 127;

/**
 * Runs another program to its end. When the signal aborts, the program and those that it has started
 * are ended first, so that none of them writes into a folder that is being removed; if this process is
 * killed, they are ended too.
 * @throws EngineError with the last lines that it wrote, if it fails
 */
export async function runTool(
  file: string,
  args: readonly string[],
  { cwd, signal, label = file }: RunOptions,
): Promise<void> {
  signal.throwIfAborted();
  const child = IS_WINDOWS ? spawnOnWindows(file, args, cwd) : spawnGuarded(file, args, cwd);
  let written = '';
  const keepEnd = (text: Buffer): void => {
    written = (written + text.toString()).slice(-4000);
  };
  child.stdout.on('data', keepEnd);
  child.stderr.on('data', keepEnd);
  child.stdin.on('error', () => undefined);
  child.on('exit', () => child.stdin.destroy());
  const end = (): void => {
    if (child.pid !== undefined) endAll(child.pid);
  };
  signal.addEventListener('abort', end);
  let code: number | null = null;
  try {
    code = await new Promise<number | null>((resolve, reject) => {
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
  const lastLines =
    code === NOT_FOUND
      ? 'it is not installed.'
      : written.trim().split('\n').slice(-3).join(' ').trim();
  throw new EngineError('tool', `${label} failed: ${lastLines}`);
}

type Tool = ChildProcessByStdio<Writable, Readable, Readable>;

function spawnGuarded(file: string, args: readonly string[], cwd: string): Tool {
  // A process group of its own can be ended as a whole.
  return spawn('/bin/sh', ['-c', GUARD, 'sh', file, ...args], {
    cwd,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

function spawnOnWindows(file: string, args: readonly string[], cwd: string): Tool {
  // npm is a batch file there, which only a shell runs; none of the arguments needs quotes in it.
  const shell = file === 'npm';
  return spawn(file, args, { cwd, shell, windowsHide: true, stdio: ['pipe', 'pipe', 'pipe'] });
}

/** Ends a tool and what it has started. */
function endAll(pid: number): void {
  if (IS_WINDOWS) {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f']);
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
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
