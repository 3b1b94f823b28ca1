import { join } from 'node:path';
import { EngineError } from '../../errors.js';
import type { Executor, StartOptions } from '../engine.js';
import { environment, readChecked, writeChecked } from './checked.js';
import { fileStates, isUnchanged } from './file-state.js';
import { limitsInWords, tightLimits } from './limits.js';
import { engineFolder, installCommand, type NativeEngine } from './native-engine.js';

/**
 * Bytes of address space, besides those that the process is predicted to grow by, that are tried to be free
 * under a limit: what the allocators and threads were seen to take more for a pass than for one convolution.
 */
const SLACK_BYTES = 0.1e9;

/**
 * Milliseconds that a trial may take: less than 1 s is usual, and on a cold disk 20 s. Without the threads
 * that it needs, a library may wait for ever.
 */
const FIRST_TIMEOUT_MS = 60_000;
const LIMITED_TIMEOUT_MS = 15_000;

/**
 * Loads the library of an engine, once that is known not to end the process.
 * @throws EngineError if it is not there, or does not work here
 */
export async function startNative(
  engine: NativeEngine,
  { threads, neededBytes = 0, status = engine.status() }: StartOptions,
): Promise<Executor> {
  if (!status.ready) {
    const { reason, remedy } = status;
    const hint = remedy === null ? undefined : `To get it, run: ${remedy}`;
    throw new EngineError('not-installed', reason, { hint });
  }
  await checkThatItLoads(engine, status.path, threads, neededBytes);
  try {
    return await engine.load(status.path, threads);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw brokenLibrary(engine, status.path, reason, error);
  }
}

/**
 * Tries the library in a process of its own: before it is first loaded on this machine, when its files
 * have changed since, and always under a limit that may be too low for it. It would end this process in
 * each of these cases if it does not work.
 * @throws EngineError if it does not work there
 */
async function checkThatItLoads(
  engine: NativeEngine,
  path: string,
  threads: number,
  neededBytes: number,
): Promise<void> {
  const limits = tightLimits();
  const files = fileStates(path, engine.libraryFiles(path)) ?? {};
  const checked = readChecked(path);
  const isKnown =
    checked?.environment === environment() &&
    Object.keys(checked.files).length === Object.keys(files).length &&
    Object.entries(files).every(([name, state]) => isUnchanged(checked.files[name], state));
  const isLimited = limits.length > 0;
  if (isKnown && !isLimited) return;
  const { tryInChild } = await import('./trial.js');
  const failure = await tryInChild({
    engine: engine.name,
    folder: path,
    threads,
    reserve: isLimited ? neededBytes + SLACK_BYTES : 0,
    timeoutMs: isLimited ? LIMITED_TIMEOUT_MS : FIRST_TIMEOUT_MS,
  });
  if (failure === null) {
    if (!isKnown) await writeChecked(path, { files, environment: environment() });
    return;
  }
  if (isLimited) {
    const words = limitsInWords(limits);
    throw new EngineError('limit', `its library and this pass need more than ${words}.`, {
      facts: { limits: words, reason: failure.reason },
    });
  }
  throw brokenLibrary(engine, path, failure.reason);
}

function brokenLibrary(
  { name, package: { name: packageName } }: NativeEngine,
  path: string,
  reason: string,
  cause?: unknown,
): EngineError {
  const isInstalled = path.startsWith(join(engineFolder(name), '/'));
  return new EngineError('library', `its library does not load: ${reason}.`, {
    hint: isInstalled
      ? `To mend it, run: se-resnet engines remove ${name}; ${installCommand(name)}`
      : `To mend it, install ${packageName} anew; it is in ${path}.`,
    cause,
  });
}
