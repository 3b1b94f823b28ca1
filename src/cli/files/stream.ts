import type * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { UserError } from '../../errors.js';
import type { ReportingOutput } from '../process.js';
import { systemCode, systemReason } from '../../system/error.js';

const require: (name: 'node:fs') => typeof fs = createRequire(import.meta.url);

/** By `require`: an import asks for every export, which loads what is not needed, and takes 2 ms. */
const { fstatSync, writeSync } = require('node:fs');

/**
 * A stream whose writes are whole or an error. Node writes once to a file, however much of it arrives; to
 * pipes and terminals it writes all.
 */
export function withWholeWrites(stream: ReportingOutput): ReportingOutput {
  const { fd } = stream;
  if (fd === undefined || stream.isTTY === true || !isFileOrDevice(fd)) return stream;
  return {
    fd,
    on: (event, listener) => stream.on(event, listener),
    /** @throws UserError if not all of the text can be written. */
    write(text) {
      try {
        writeAll(fd, text);
      } catch (error) {
        throw outputError(error);
      }
      return true;
    },
  };
}

/** The error of an output that cannot be written. */
export function outputError(error: unknown): UserError {
  return new UserError('output', `The output cannot be written: ${systemReason(error)}.`, {
    cause: error,
  });
}

function isFileOrDevice(fd: number): boolean {
  try {
    const stats = fstatSync(fd);
    return stats.isFile() || stats.isCharacterDevice();
  } catch {
    return false;
  }
}

/** Milliseconds to wait for a reader that is slower than this program. */
const PATIENCE_MS = 5;

/**
 * Writes a text to what this process has open.
 * @throws Error of the system
 */
export function writeAll(fd: number, text: string): void {
  let rest: Uint8Array = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      if (systemCode(error) !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PATIENCE_MS);
    }
  }
}
