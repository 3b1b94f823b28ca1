import { readdirSync, readFileSync } from 'node:fs';
import { lstat, readdir, readFile, readlink, rmdir, unlink } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { systemCode } from '../../system/error.js';
import { writeWhole } from '../../system/replacement.js';
import { isRecord } from '../../text/keys.js';

/*
 * What an installation put into its folder is written down in two files at its top: `files.json`
 * lists everything, and is what removing goes by; `installed.json`, written last, says that the
 * installation is whole, and has what is checked before the engine is loaded.
 */

/** A native library of an installed package. */
export interface Library {
  /** In the package's folder. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** A whole installation. */
export interface Installed {
  readonly version: string;
  /** The package's folder, in the installation's. */
  readonly package: string;
  readonly libraries: readonly Library[];
}

/** Everything in a folder. Paths are relative to it, with slashes. */
export interface Listing {
  readonly folders: readonly string[];
  readonly files: readonly { readonly path: string; readonly size: number }[];
  readonly links: readonly { readonly path: string; readonly target: string }[];
}

const INSTALLED = { file: 'installed.json', kind: 'se-resnet-installed-engine' };
const LISTING = { file: 'files.json', kind: 'se-resnet-installed-files' };

/** The two files in which an installation is written down. */
export const MANIFEST_FILES: readonly string[] = [INSTALLED.file, LISTING.file];

/**
 * Lists a folder; links are not followed.
 * @param isListed whether a path, relative to it, is listed; every one by default
 */
export async function listFolder(
  folder: string,
  isListed: (path: string) => boolean = () => true,
): Promise<Listing> {
  const folders: string[] = [];
  const files: { path: string; size: number }[] = [];
  const links: { path: string; target: string }[] = [];
  const visit = async (within: string): Promise<void> => {
    const entries = await readdir(join(folder, within), { withFileTypes: true });
    for (const entry of entries) {
      const path = within === '' ? entry.name : `${within}/${entry.name}`;
      if (!isListed(path)) continue;
      const at = join(folder, path);
      if (entry.isDirectory()) {
        folders.push(path);
        await visit(path);
      } else if (entry.isSymbolicLink()) {
        links.push({ path, target: await readlink(at) });
      } else if (entry.isFile()) {
        files.push({ path, size: (await lstat(at)).size });
      }
    }
  };
  await visit('');
  return { folders, files, links };
}

/** Writes down what a folder holds. */
export async function writeListing(folder: string, listing: Listing): Promise<void> {
  await writeDown(folder, LISTING.file, { kind: LISTING.kind, ...listing });
}

/** Writes down that an installation is whole. */
export async function writeInstalled(folder: string, installed: Installed): Promise<void> {
  await writeDown(folder, INSTALLED.file, { kind: INSTALLED.kind, ...installed });
}

/** The installation in a folder; null if there is none, or it is not whole. */
export function readInstalled(folder: string): Installed | null {
  try {
    const value: unknown = JSON.parse(readFileSync(join(folder, INSTALLED.file), 'utf8'));
    return isInstalled(value) ? value : null;
  } catch {
    return null;
  }
}

/** The whole installations in an engine's folder, by the names of their own; none if it is not there. */
export function installationsIn(folder: string): (Installed & { readonly folder: string })[] {
  return namesIn(folder).flatMap((name) => {
    const own = join(folder, name);
    const installed = readInstalled(own);
    return installed === null ? [] : [{ ...installed, folder: own }];
  });
}

function namesIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  } catch {
    return [];
  }
}

/** What was put into a folder; null if it was not written down, or not by this program. */
export async function readListing(folder: string): Promise<Listing | null> {
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, LISTING.file), 'utf8'));
    return isListing(value) ? value : null;
  } catch {
    return null;
  }
}

/** Whether everything that was put into a folder is there, in its size. */
export async function isComplete(folder: string): Promise<boolean> {
  const listing = await readListing(folder);
  if (listing === null) return false;
  for (const { path, size } of listing.files) {
    const stat = await lstatOrNull(join(folder, path));
    if (stat?.isFile() !== true || stat.size !== size) return false;
  }
  for (const { path } of listing.links) {
    if ((await lstatOrNull(join(folder, path)))?.isSymbolicLink() !== true) return false;
  }
  return true;
}

/**
 * Removes what was put into a folder, and then every folder that is empty; the rest stays. A file in
 * whose place something else has been put, and what is behind a link in a folder's place, was not put
 * there. It can be called again if it was interrupted.
 */
export async function removeListed(folder: string, listing: Listing): Promise<void> {
  // From here on it is no whole installation.
  await unlinkIf(join(folder, INSTALLED.file), (stat) => stat.isFile());
  const own = new Map<string, boolean>([['.', true]]);
  const isOwn = async (path: string): Promise<boolean> => {
    const known = own.get(path);
    if (known !== undefined) return known;
    const isReal =
      (await isOwn(dirname(path))) &&
      (await lstatOrNull(join(folder, path)))?.isDirectory() === true;
    own.set(path, isReal);
    return isReal;
  };
  for (const { path } of listing.files) {
    if (await isOwn(dirname(path))) await unlinkIf(join(folder, path), (stat) => stat.isFile());
  }
  for (const { path, target } of listing.links) {
    const at = join(folder, path);
    if (!(await isOwn(dirname(path)))) continue;
    if ((await readlink(at).catch(() => null)) === target) {
      await unlinkIf(at, (stat) => stat.isSymbolicLink());
    }
  }
  // The deepest first.
  for (const path of [...listing.folders].sort((a, b) => b.length - a.length)) {
    if (await isOwn(path)) await rmdirIfEmpty(join(folder, path));
  }
  await unlinkIf(join(folder, LISTING.file), (stat) => stat.isFile());
  await rmdirIfEmpty(folder);
}

/** The files and links in a folder, by their full paths; none if it is gone. */
export async function filesLeft(folder: string): Promise<string[]> {
  if ((await lstatOrNull(folder))?.isDirectory() !== true) return [];
  const { files, links } = await listFolder(folder);
  return [...files, ...links].map(({ path }) => join(folder, path.replaceAll('/', sep)));
}

/** Removes a folder, not a link to one, if nothing is in it. */
export async function rmdirIfEmpty(path: string): Promise<void> {
  try {
    await rmdir(path);
  } catch (error) {
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(systemCode(error) ?? '')) {
      throw error;
    }
  }
}

type Stats = Awaited<ReturnType<typeof lstat>>;

async function unlinkIf(path: string, isOurs: (stat: Stats) => boolean): Promise<void> {
  const stat = await lstatOrNull(path);
  if (stat === null || !isOurs(stat)) return;
  try {
    await unlink(path);
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}

async function lstatOrNull(path: string): Promise<Stats | null> {
  try {
    return await lstat(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return null;
    throw error;
  }
}

/** Complete and on the disk before it has its name, which that of the file before begins with. */
function writeDown(folder: string, name: string, value: object): Promise<void> {
  return writeWhole(
    join(folder, name),
    `${JSON.stringify(value)}\n`,
    `${name}.${crypto.randomUUID()}`,
  );
}

function isInstalled(value: unknown): value is Installed {
  return (
    isRecord(value) &&
    value['kind'] === INSTALLED.kind &&
    typeof value['version'] === 'string' &&
    isInside(value['package']) &&
    isListOf(
      value['libraries'],
      ({ path, size, sha256 }) =>
        isInside(path) && typeof size === 'number' && typeof sha256 === 'string',
    )
  );
}

function isListing(value: unknown): value is Listing {
  return (
    isRecord(value) &&
    value['kind'] === LISTING.kind &&
    Array.isArray(value['folders']) &&
    value['folders'].every(isInside) &&
    isListOf(value['files'], ({ path, size }) => isInside(path) && typeof size === 'number') &&
    isListOf(value['links'], ({ path, target }) => isInside(path) && typeof target === 'string')
  );
}

function isListOf(
  value: unknown,
  holds: (item: Readonly<Record<string, unknown>>) => boolean,
): boolean {
  return Array.isArray(value) && value.every((item) => isRecord(item) && holds(item));
}

/** Whether a path stays in the folder that it is relative to. */
function isInside(path: unknown): boolean {
  return (
    typeof path === 'string' &&
    path.split(/[/\\]/).every((part) => part !== '' && part !== '.' && part !== '..') &&
    !/^[a-z]:/i.test(path)
  );
}
