import { mkdir, open, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from './errors.js';

/** A file that cannot be read or written, or that does not hold what it should. */
export class FileError extends UserError {
  override name = 'FileError';
}

/**
 * Writes a file whole or not at all: to a temporary name beside it, which then takes its place.
 * @param flag the flag that named the file, for the message
 * @throws FileError where it cannot be written; what was there before is then still there.
 */
export async function writeWhole(path: string, text: string, flag: string): Promise<void> {
  try {
    // A device or a pipe must not be replaced by a file, and has nothing that could be lost.
    if (await isSpecial(path)) {
      await writeFile(path, text);
      return;
    }
    const { default: writeFileAtomic } = await import('write-file-atomic');
    await writeFileAtomic(path, text);
  } catch (error) {
    throw unwritable(path, flag, error);
  }
}

/**
 * Makes the folder that a file is to be written into, and those above it, where they are missing.
 * @param flag the flag that named the file, for the message
 * @throws FileError where it cannot be made.
 */
export async function makeFolderOf(path: string, flag: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch (error) {
    throw unwritable(path, flag, error);
  }
}

/**
 * The text of a file, or null where there is no such file.
 * @throws FileError where it cannot be read.
 */
export async function readIfPresent(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw new FileError(`${path} cannot be read: ${reasonOf(error)}.`);
  }
}

/** The beginning of a file; nothing where it cannot be read. */
export async function readStart(path: string, bytes: number): Promise<string> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return '';
  }
}

/**
 * What a JSON text says.
 * @param path where the text comes from, for the message
 * @throws FileError where it is not JSON.
 */
export function parseJson(text: string, path: string): unknown {
  try {
    // Editors on Windows may begin a file with a byte order mark, which JSON.parse refuses.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FileError(`${path} is not JSON: ${reason}.`);
  }
}

async function isSpecial(path: string): Promise<boolean> {
  try {
    return !(await stat(path)).isFile();
  } catch {
    return false;
  }
}

function unwritable(path: string, flag: string, error: unknown): FileError {
  return new FileError(
    `${flag} names ${path}, which cannot be written: ${reasonOf(error)}.`,
    'Nothing was changed.',
  );
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission is refused',
  EEXIST: 'a part of its path is a file, not a folder',
  EISDIR: 'it is a folder',
  ENOENT: 'its folder does not exist',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EPERM: 'permission is refused',
  EROFS: 'the file system is read-only',
};

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return REASONS[codeOf(error) ?? ''] ?? message;
}

function codeOf(error: unknown): string | undefined {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode ? String(error.code) : undefined;
}
