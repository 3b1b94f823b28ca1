import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface TrialOptions {
  /** The name of the engine that it is for. */
  readonly engine: string;
  /** The package's folder. */
  readonly folder: string;
  readonly threads: number;
  /** Bytes that have to be free besides what the library itself takes; 0 by default. */
  readonly reserve?: number;
  /** Milliseconds after which it has failed; a minute by default. */
  readonly timeoutMs?: number;
  /** The program that tries it, for tests. */
  readonly program?: string;
}

/** How a library that was tried failed. */
export interface TrialFailure {
  /** As the end of a sentence: `it ended the process with SIGBUS`. */
  readonly reason: string;
}

/**
 * Loads an engine's library and convolves in a process of its own, which a broken library, a processor that
 * it is not for, or a limit of the system may end.
 * @returns null if it works, or if there is no program to try it with (as in a bundle)
 */
export async function tryInChild(options: TrialOptions): Promise<TrialFailure | null> {
  const { engine, folder, threads, reserve = 0 } = options;
  const { timeoutMs = 60_000, program = verifyProgram() } = options;
  if (!existsSync(program)) return null;
  const args = [program, engine, folder, String(threads), String(Math.ceil(reserve))];
  return new Promise((resolve) => {
    const failed = (reason: string): void => {
      resolve({ reason });
    };
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    let written = '';
    child.stderr.on('data', (text: Buffer) => (written = (written + text.toString()).slice(-4000)));
    child.on('error', (error) => {
      clearTimeout(timer);
      failed(error.message);
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve(null);
      else if (timedOut) failed(`it did not answer within ${String(timeoutMs / 1000)} s`);
      else if (signal !== null) failed(`it ended the process with ${signal}`);
      else failed(lastLine(written) ?? `it ended the process with code ${String(code)}`);
    });
  });
}

/** Where the build has put verify.js, wherever this code was joined into. */
export function verifyProgram(): string {
  try {
    const manifest = createRequire(import.meta.url).resolve('se-resnet/package.json');
    return join(dirname(manifest), 'dist', 'engine', 'native', 'verify.js');
  } catch {
    return '';
  }
}

function lastLine(text: string): string | undefined {
  const line = text.trim().split('\n').at(-1)?.replace(/\.$/, '');
  return line === '' ? undefined : line;
}
