import type { BigIntStats } from 'node:fs';
import { lstat, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, sep } from 'node:path';
import { systemCode } from '../../system/error.js';

/** What a path leads to, through all links. */
export type Target =
  | {
      readonly kind: 'file';
      /** Where the file is or is to be, without links. */
      readonly path: string;
      /** Null if it does not exist yet. */
      readonly stats: BigIntStats | null;
    }
  | {
      /** A pipe, a terminal or another device, which cannot be replaced. */
      readonly kind: 'device';
      readonly path: string;
    }
  | {
      /** What this process has open already, such as /dev/stdout. */
      readonly kind: 'descriptor';
      readonly path: string;
      readonly fd: number;
    };

/** As many links as Linux follows (path_resolution(7)). */
const MOST_LINKS = 40;

/** Folders of open files: Linux's, which /dev/fd and /dev/stdout lead to, and that of the BSDs and macOS. */
const OPEN_FILES = /^(?:\/proc\/(?:self|thread-self|(\d+))(?:\/task\/\d+)?\/fd|\/dev\/fd)$/;

/**
 * Follows a path to what it leads to. A link that leads nowhere counts: what it names is the target.
 * @throws Error of the system, if there is no such folder, or links lead in a circle
 */
export async function targetOf(path: string): Promise<Target> {
  // A name with a slash at its end is that of a folder.
  if (path.endsWith('/') || path.endsWith(sep))
    throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
  let current = path;
  for (let links = 0; links <= MOST_LINKS; links++) {
    const folder = await realpath(dirname(current));
    const place = join(folder, basename(current));
    if (OPEN_FILES.test(folder)) return openFile(folder, place);
    const link = await linkOf(place);
    if (link === null) return await fileOrDevice(place);
    // Not joined, which would take "link/.." for the folder of the link.
    current = isAbsolute(link) ? link : `${folder}/${link}`;
  }
  throw Object.assign(new Error('too many links'), { code: 'ELOOP' });
}

/** What a process has open; its links lead to no path if that is a pipe. */
function openFile(folder: string, path: string): Target {
  const pid = OPEN_FILES.exec(folder)?.[1];
  const isOwn = pid === undefined || Number(pid) === process.pid;
  return isOwn
    ? { kind: 'descriptor', path, fd: Number(basename(path)) }
    : { kind: 'device', path };
}

async function linkOf(place: string): Promise<string | null> {
  try {
    return (await lstat(place)).isSymbolicLink() ? await readlink(place) : null;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

async function fileOrDevice(path: string): Promise<Target> {
  try {
    const stats = await stat(path, { bigint: true });
    if (stats.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
    return stats.isFile() ? { kind: 'file', path, stats } : { kind: 'device', path };
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return { kind: 'file', path, stats: null };
    throw error;
  }
}

/**
 * A text that two paths have in common only if they lead to the same file, whatever their spelling and
 * the links on the way; null if it cannot be told, or there is no file.
 */
export async function identityOf(path: string): Promise<string | null> {
  try {
    const target = await targetOf(path);
    if (target.kind !== 'file') return null;
    return target.stats === null ? await placeOf(target.path) : inodeText(target.stats);
  } catch (error) {
    // Folders that do not exist yet have no links in them.
    return systemCode(error) === 'ENOENT' ? placeOf(path) : null;
  }
}

/**
 * The place of a file that does not exist yet: the inode of the nearest folder that does, whatever way
 * leads there, and the names from there on; null if it cannot be told.
 */
async function placeOf(path: string): Promise<string | null> {
  const folder = dirname(path);
  const above = await inodeOrPlace(folder);
  return above === null ? null : join(above, basename(path));
}

async function inodeOrPlace(folder: string): Promise<string | null> {
  try {
    return inodeText(await stat(folder, { bigint: true }));
  } catch (error) {
    const isMissing = systemCode(error) === 'ENOENT' && folder !== dirname(folder);
    return isMissing ? placeOf(folder) : null;
  }
}

function inodeText({ dev, ino }: BigIntStats): string {
  return `${String(dev)}:${String(ino)}`;
}

/** Whether a path leads to a pipe, a device or what this process has open; false if that cannot be told. */
export async function isDevice(path: string): Promise<boolean> {
  const target = await targetIfAny(path);
  return target !== null && target.kind !== 'file';
}

/** Whether a path leads to the output of this process, or where its messages go. */
export async function isOwnOutput(path: string): Promise<boolean> {
  const target = await targetIfAny(path);
  return target?.kind === 'descriptor' && [1, 2].includes(target.fd);
}

async function targetIfAny(path: string): Promise<Target | null> {
  try {
    return await targetOf(path);
  } catch {
    return null;
  }
}
