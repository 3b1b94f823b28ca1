import { join } from 'node:path';
import type { Library } from '../install/manifest.js';
import { systemReason } from '../../system/error.js';
import { readChecked } from './checked.js';
import { type FileState, fileState, isUnchanged, sha256 } from './file-state.js';

/** The hashes that were computed in this process, by path and state. */
const computed = new Map<string, string>();

/**
 * What is wrong with the libraries of an installed package, as the end of a sentence; null if they are
 * those that were installed. A library that is cut short would end the process when it is loaded. Their
 * sizes are always compared; their hashes, which takes 0.6 s, unless the files are as they were when
 * they were last found to be right (see {@link isUnchanged}).
 */
export function faultIn(packageFolder: string, libraries: readonly Library[]): string | null {
  const checked = readChecked(packageFolder)?.files ?? {};
  const changed: [library: Library, state: FileState][] = [];
  for (const library of libraries) {
    const { path, size } = library;
    const state = fileState(join(packageFolder, path));
    if (state === null) return `${path} is missing`;
    if (state.size !== size) {
      return `${path} has ${String(state.size)} bytes in place of ${String(size)}`;
    }
    if (!isUnchanged(checked[path], state)) changed.push([library, state]);
  }
  for (const [library, state] of changed) {
    const fault = faultOf(join(packageFolder, library.path), library, state);
    if (fault !== null) return fault;
  }
  return null;
}

function faultOf(
  file: string,
  { path, sha256: expected }: Library,
  state: FileState,
): string | null {
  const key = JSON.stringify([file, state]);
  try {
    const hash = computed.get(key) ?? sha256(file);
    computed.set(key, hash);
    return hash === expected ? null : `${path} is not the file that was installed`;
  } catch (error) {
    return `${path} cannot be read: ${systemReason(error)}`;
  }
}
