import { mkdir, rmdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from './error.js';

/**
 * Makes a folder and those above it that are missing. One after the other, since Node's recursive mkdir
 * does not end in a folder like /proc, in which none can be made.
 * @param made takes the folders that were made, outermost first
 * @throws Error of the system
 */
export async function makeFolders(folder: string, made: string[] = []): Promise<void> {
  if (await isFolder(folder)) return;
  const above = dirname(folder);
  if (above !== folder) await makeFolders(above, made);
  try {
    await mkdir(folder);
    made.push(folder);
  } catch (error) {
    // Another program may have been faster.
    if (systemCode(error) === 'EEXIST' && (await isFolder(folder))) return;
    if (systemCode(error) !== 'ENOENT') throw error;
    throw Object.assign(new Error(`${above} takes no folders`, { cause: error }), {
      code: 'ENOTSUP',
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

/** Removes folders that {@link makeFolders} made, except for those that others have put something into. */
export async function removeFolders(made: readonly string[]): Promise<void> {
  for (const folder of [...made].reverse()) await rmdir(folder).catch(() => undefined);
}
