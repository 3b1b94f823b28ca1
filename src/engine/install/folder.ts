import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EngineError } from '../../errors.js';
import { systemCode, systemReason } from '../../text/system-error.js';

/** The hint of an error about the folder. */
export const OTHER_FOLDER = 'SE_RESNET_HOME names another folder for it.';

/**
 * Makes a folder and those above it, if they are missing. One after the other, since Node's recursive
 * mkdir does not end in a folder like /proc, in which nothing can be made.
 */
export async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) await makeFolder(parent);
  try {
    await mkdir(path);
  } catch (error) {
    // Another process may have made it.
    if (systemCode(error) === 'EEXIST' && (await isFolder(path))) return;
    if (systemCode(error) !== 'ENOENT') throw error;
    throw new EngineError('folder', `${path} cannot be made: ${parent} takes no new folders.`, {
      hint: OTHER_FOLDER,
      cause: error,
    });
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/**
 * Does something to the folder of an engine.
 * @param what it is, in a sentence: `cannot be installed into`
 * @throws EngineError if the system refuses it, with the reason
 */
export async function inFolder<T>(
  folder: string,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    throw new EngineError(
      'folder',
      `The native engine ${what} ${folder}: ${systemReason(error)}.`,
      { hint: OTHER_FOLDER, facts: { folder }, cause: error },
    );
  }
}
