import { open } from 'node:fs/promises';
import { FileError } from '../../errors.js';
import { gigabytes } from '../../text/bytes.js';
import { systemCode, systemReason } from '../../system/error.js';
import { isOwnOutput } from './target.js';

/** The most bytes of a document: half of what a string can have in Node. One of 50,000 layers has 20 MB. */
const MOST_BYTES = 2 ** 28;

/** Bytes that are read at once. */
const CHUNK_BYTES = 2 ** 20;

/**
 * The text of a file or a pipe, or null if there is no such file.
 * @throws FileError if it cannot be read, or is too large to be a document.
 */
export async function readIfPresent(path: string): Promise<string | null> {
  try {
    if (await isOwnOutput(path)) throw ownOutput(path);
    const file = await open(path);
    try {
      const chunks: Buffer[] = [];
      let total = 0;
      // A device may have no end, and says no size.
      for (;;) {
        const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES));
        if (bytesRead === 0) break;
        chunks.push(buffer.subarray(0, bytesRead));
        total += bytesRead;
        if (total > MOST_BYTES) throw tooLarge(path);
      }
      return Buffer.concat(chunks).toString('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof FileError) throw error;
    if (systemCode(error) === 'ENOENT') return null;
    throw new FileError('unreadable', `${path} cannot be read: ${systemReason(error)}.`);
  }
}

/** Who reads the pipe that it writes to waits for itself. */
function ownOutput(path: string): FileError {
  return new FileError('unreadable', `${path} cannot be read: it is what this program writes to.`);
}

function tooLarge(path: string): FileError {
  return new FileError(
    'unreadable',
    `${path} cannot be read: it has more than ${gigabytes(MOST_BYTES, 2)} GB.`,
  );
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
