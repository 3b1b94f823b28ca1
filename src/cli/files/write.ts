import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FileError } from '../../errors.js';
import { joinWords } from '../../text/words.js';
import type { ProcessLike } from '../process.js';
import { holdingSignals } from '../terminal/signals.js';
import { makeFolders, removeFolders } from '../../system/folders.js';
import { systemCode, systemReason } from '../../system/error.js';
import { Replacement } from '../../system/replacement.js';
import { writeAll } from './stream.js';
import { type Target, targetOf } from './target.js';

/** A file that is to have a text. */
export interface FileToWrite {
  readonly path: string;
  readonly text: string;
  /** What named the file, for the message: a flag, or a place in a configuration. */
  readonly namedBy: string;
  /** Whether the folders that it is in are made if they are missing; false by default. */
  readonly makesFolders?: boolean;
}

/**
 * Writes files, each whole or not at all: to new files beside them, complete and flushed, which take their
 * names once all of them are. A signal that would end the program waits until then.
 *
 * What is no file, such as a pipe or /dev/stdout, is written into, after the files.
 * @throws FileError if one cannot be written; it is then as it was, and the hint says what was written
 *   before it.
 */
export async function writeFiles(
  files: readonly FileToWrite[],
  streams: Pick<ProcessLike, 'stdout' | 'stderr'>,
): Promise<void> {
  const written: string[] = [];
  const attempt = async <T>(file: FileToWrite, work: () => Promise<T> | T): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw unwritable(file, written, error);
    }
  };
  const pending: [file: FileToWrite, target: Target, replacement: Replacement | null][] = [];
  const made: string[] = [];
  await holdingSignals(async () => {
    try {
      for (const file of files) {
        if (file.makesFolders === true) {
          await attempt(file, () => makeFolders(dirname(file.path), made));
        }
        const target = await attempt(file, () => targetOf(file.path));
        const replacement =
          target.kind === 'file' ? new Replacement(target.path, target.stats) : null;
        pending.push([file, target, replacement]);
        await attempt(file, () => replacement?.prepare(file.text));
      }
      for (const [file, , replacement] of pending) {
        if (replacement === null) continue;
        await attempt(file, () => replacement.commit());
        written.push(file.path);
      }
    } finally {
      for (const [, , replacement] of pending) await replacement?.discard();
      if (written.length === 0) await removeFolders(made);
    }
  });
  for (const [file, target] of pending) {
    if (target.kind === 'file') continue;
    await attempt(file, () => writeInto(target, file.text, streams));
    written.push(file.path);
  }
}

function unwritable(
  { path, namedBy }: FileToWrite,
  written: readonly string[],
  error: unknown,
): FileError {
  return new FileError(
    'unwritable',
    `${namedBy} names ${path}, which cannot be written: ${systemReason(error)}.`,
    { hint: writtenBefore(written) ?? 'Nothing was changed.', cause: error },
  );
}

/** What was written before something failed, as a sentence; undefined if nothing was. */
export function writtenBefore(paths: readonly string[]): string | undefined {
  return paths.length === 0 ? undefined : `Written before that: ${joinWords(paths, 'and')}.`;
}

/**
 * Writes a text into what is no file; a pipe whose reader has gone takes it quietly.
 * @throws Error of the system
 */
async function writeInto(
  target: Exclude<Target, { kind: 'file' }>,
  text: string,
  { stdout, stderr }: Pick<ProcessLike, 'stdout' | 'stderr'>,
): Promise<void> {
  try {
    if (target.kind === 'device') {
      const device = await open(target.path, 'a');
      await device.writeFile(text).finally(() => device.close());
      return;
    }
    const own = [stdout, stderr].find(({ fd }) => fd === target.fd);
    if (own === undefined) writeAll(target.fd, text);
    else own.write(text);
  } catch (error) {
    if (systemCode(error) !== 'EPIPE') throw error;
  }
}
