import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/*
 * Beside this file are npm's lock files of what an installation fetches with npm, with the hash of each
 * package. To make one anew: npm install --package-lock-only --omit-lockfile-registry-resolved.
 */

/** A lock file of npm's. */
export interface Lock {
  /** By their paths; the first, '', is what asks for the others. */
  readonly packages: Readonly<Record<string, { readonly version?: string }>> & {
    readonly '': { readonly dependencies: Readonly<Record<string, string>> };
  };
}

/** What npm itself puts beside the packages. */
const NPM_FILES = ['node_modules', 'node_modules/.bin', 'node_modules/.package-lock.json'];

function lockText(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

/** The lock file of a name: `tfjs-node.lock.json`. */
export function readLock(name: string): Lock {
  const parse: (text: string) => Lock = JSON.parse;
  return parse(lockText(name));
}

/** Writes package.json and package-lock.json into a folder, for `npm ci`. */
export async function writeLock(name: string, folder: string): Promise<void> {
  const { dependencies } = readLock(name).packages[''];
  const manifest = { private: true, dependencies };
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  await writeFile(join(folder, 'package-lock.json'), lockText(name));
}

/**
 * Tells whether `npm ci` makes something of a name in node_modules: a package's folder or one above it,
 * what is in a package, and npm's own files.
 * @param lock the name of the lock file
 * @returns a function of a path with slashes that begins with node_modules
 */
export function madeByNpm(lock: string): (path: string) => boolean {
  const packages = Object.keys(readLock(lock).packages).filter((path) => path !== '');
  const made = new Set([...NPM_FILES, ...packages, ...packages.map(parentOf)]);
  return (path) => {
    for (let at = path; at !== 'node_modules' && at !== ''; at = parentOf(at)) {
      if (made.has(at) && !at.endsWith('node_modules') && !isScope(at)) return true;
    }
    return made.has(path);
  };
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

function isScope(path: string): boolean {
  return path.slice(path.lastIndexOf('/') + 1).startsWith('@');
}
