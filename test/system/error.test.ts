import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../src/errors.js';
import { systemCode, systemReason } from '../../src/system/error.js';

function errorOf(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('systemCode and systemReason', () => {
  it.each([
    ['a file that is missing', '/does/not/exist', 'ENOENT', 'its folder does not exist'],
    ['a folder', '/', 'EISDIR', 'it is a folder'],
    [
      'a name with a null character',
      'a\0b',
      'ERR_INVALID_ARG_VALUE',
      'its name has a character that no name of a file may have',
    ],
  ])('tell of %s', (_, path, code, reason) => {
    const error = errorOf(() => readFileSync(path));
    expect([systemCode(error), systemReason(error)]).toEqual([code, reason]);
  });

  it('leave other errors their words', () => {
    const own = new EngineError('memory', 'It does not fit.');
    expect([systemCode(own), systemReason(own)]).toEqual([undefined, 'It does not fit.']);
    expect([systemCode('text'), systemReason('text')]).toEqual([undefined, 'text']);
  });
});
