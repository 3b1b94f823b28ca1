import { mkdir, rmdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from './reasons.js';

/**
 * Makes a folder and those above it that are missing. Node's own `recursive` does not end if a folder
 * cannot be made though the one above it exists, as in /proc.
 * @param made takes the folders that were made, outermost first
 * @throws Error of the system
 */
export async function makeFolders(folder: string, made: string[]): Promise<void> {
  if (await isFolder(folder)) return;
  const above = dirname(folder);
  if (above !== folder) await makeFolders(above, made);
  try {
    await mkdir(folder);
    made.push(folder);
  } catch (error) {
    // Another program may have been faster.
    if (codeOf(error) !== 'EEXIST' || !(await isFolder(folder))) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

/** Removes folders that {@link makeFolders} made, except for those that others have put something into. */
export async function removeFolders(made: readonly string[]): Promise<void> {
  for (const folder of [...made].reverse()) await rmdir(folder).catch(() => undefined);
}
