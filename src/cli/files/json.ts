import type { ParseError } from 'jsonc-parser';
import { mkdir, open, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FileError } from '../errors.js';
import { kebabCase } from '../text/keys.js';

/**
 * Writes a file whole or not at all: to a temporary file beside it, which is then renamed.
 * @param flag the flag that named the file, for the message
 * @throws FileError if it cannot be written; what was there before is then still there.
 */
export async function writeAtomically(path: string, text: string, flag: string): Promise<void> {
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
 * Makes the folder that a file is to be written into, and those above it, if they are missing.
 * @param flag the flag that named the file, for the message
 * @throws FileError if it cannot be made.
 */
export async function makeFolderOf(path: string, flag: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch (error) {
    throw unwritable(path, flag, error);
  }
}

/**
 * The text of a file, or null if there is no such file.
 * @throws FileError if it cannot be read.
 */
export async function readIfPresent(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw new FileError('unreadable', `${path} cannot be read: ${reasonOf(error)}.`);
  }
}

/** The beginning of a file; nothing if it cannot be read. */
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
 * The value of a JSON text.
 * @param path where the text comes from, for the message
 * @throws FileError if it is not JSON.
 */
export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(withoutMark(text));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FileError('not-json', `${path} is not JSON: ${reason}.`);
  }
}

/**
 * The value of a JSON text that may have comments and trailing commas, as tsconfig.json may.
 * @param path where the text comes from, for the message
 * @throws FileError if it is neither JSON nor that.
 */
export async function parseJsonWithComments(text: string, path: string): Promise<unknown> {
  const { getNodeValue, parseTree, printParseErrorCode } = await import('jsonc-parser');
  const json = withoutMark(text);
  const errors: ParseError[] = [];
  let value: unknown;
  try {
    const tree = parseTree(json, errors, { allowTrailingComma: true });
    // Unlike `parse`, this keeps a key that is named __proto__ a key.
    value = tree === undefined ? undefined : getNodeValue(tree);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new FileError('not-json', `${path} is nested too deeply.`);
  }
  const [first] = errors;
  if (first === undefined) return value;
  const before = json.slice(0, first.offset).split('\n');
  throw new FileError(
    'not-json',
    `${path} is not JSON: ${inWords(printParseErrorCode(first.error))} in line ` +
      `${String(before.length)}, column ${String((before.at(-1)?.length ?? 0) + 1)}.`,
  );
}

/** Editors on Windows may begin a file with a byte order mark, which is no part of JSON. */
function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

/** The parser's name of an error in words: `ValueExpected` → `value expected`. */
function inWords(name: string): string {
  return kebabCase(name).replaceAll('-', ' ').trim();
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
    'unwritable',
    `${flag} names ${path}, which cannot be written: ${reasonOf(error)}.`,
    { hint: 'Nothing was changed.' },
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
