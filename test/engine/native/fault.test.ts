import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readChecked, writeChecked } from '../../../src/engine/native/checked.js';
import { faultIn } from '../../../src/engine/native/fault.js';
import { fileStates, isUnchanged } from '../../../src/engine/native/file-state.js';
import { temporaryFolder } from '../../support/temporary.js';

const BYTES = 'a library of 24 bytes...';
const LIBRARY = {
  path: 'lib.so',
  size: 24,
  sha256: createHash('sha256').update(BYTES).digest('hex'),
};
const home = process.env['SE_RESNET_HOME'];
let folder: string;
let file: string;

beforeEach(() => {
  process.env['SE_RESNET_HOME'] = temporaryFolder();
  folder = temporaryFolder();
  file = join(folder, LIBRARY.path);
  writeFileSync(file, BYTES);
});

afterEach(() => {
  if (home === undefined) delete process.env['SE_RESNET_HOME'];
  else process.env['SE_RESNET_HOME'] = home;
});

const fault = (): string | null => faultIn(folder, [LIBRARY]);

/** Keeps that the library is right as it is. */
async function remember(): Promise<void> {
  await writeChecked(folder, {
    files: fileStates(folder, [LIBRARY.path]) ?? {},
    environment: 'here',
  });
}

describe('faultIn', () => {
  it('is nothing for the file that was installed', () => {
    expect(fault()).toBeNull();
  });

  it.each([0, 12, 23])('tells a file that was cut to %i bytes', async (size) => {
    await remember();
    truncateSync(file, size);
    expect(fault()).toBe(`lib.so has ${String(size)} bytes in place of 24`);
  });

  it('tells a file that is longer', () => {
    writeFileSync(file, `${BYTES}.`);
    expect(fault()).toBe('lib.so has 25 bytes in place of 24');
  });

  it('tells other bytes in the same size, though the time of writing was set back', async () => {
    utimesSync(file, 1000, 1000);
    await remember();
    writeFileSync(file, BYTES.toUpperCase());
    utimesSync(file, 1000, 1000);
    expect(fault()).toBe('lib.so is not the file that was installed');
  });

  it('tells a missing file, and a folder in its place', () => {
    rmSync(file);
    expect(fault()).toBe('lib.so is missing');
    mkdirSync(file);
    expect(fault()).toBe('lib.so is missing');
  });

  it('does not read what is as it was when it was right', async () => {
    await remember();
    // What is kept is believed: with another hash the file would be at fault if it were read.
    expect(faultIn(folder, [{ ...LIBRARY, sha256: 'another' }])).toBeNull();
    chmodSync(file, 0o600);
    expect(faultIn(folder, [{ ...LIBRARY, sha256: 'another' }])).toBe(
      'lib.so is not the file that was installed',
    );
  });
});

describe('isUnchanged', () => {
  const state = { size: 5, modified: 7500.25, changed: 9000, inode: 3 };

  it('needs the same size, times and inode', () => {
    expect(isUnchanged(state, { ...state })).toBe(true);
    expect(isUnchanged(undefined, state)).toBe(false);
    expect(isUnchanged(state, { ...state, size: 6 })).toBe(false);
    expect(isUnchanged(state, { ...state, modified: 7500.5 })).toBe(false);
    expect(isUnchanged(state, { ...state, changed: 9001 })).toBe(false);
  });

  it('takes a copy that kept its time to the second, as an image of a container does', () => {
    const copy = { ...state, inode: 4, changed: 99_000 };
    expect(isUnchanged(state, { ...copy, modified: 7000 })).toBe(true);
    expect(isUnchanged(state, { ...copy, modified: 8000 })).toBe(false);
  });
});

describe('what was found out', () => {
  it('is kept for several packages', async () => {
    await remember();
    await writeChecked('/elsewhere', { files: {}, environment: 'there' });
    expect(readChecked(folder)?.environment).toBe('here');
    expect(readChecked('/elsewhere')).toEqual({ files: {}, environment: 'there' });
    expect(readChecked('/nowhere')).toBeNull();
  });

  it.each([
    '',
    '{',
    '{"kind":"mine"}',
    '[1]',
    '{"kind":"se-resnet-checked-engines","engines":{"x":1}}',
  ])('is nothing in a file that says %j', (text) => {
    const engines = join(process.env['SE_RESNET_HOME'] ?? '', 'engines');
    mkdirSync(engines);
    writeFileSync(join(engines, 'checked.json'), text);
    expect(readChecked('x')).toBeNull();
  });

  it('is forgotten if it cannot be kept', async () => {
    process.env['SE_RESNET_HOME'] = '/proc/se-resnet';
    await remember();
    process.env['SE_RESNET_HOME'] = join(copyOf(file), 'x');
    await remember();
    expect(readChecked(folder)).toBeNull();
  });
});

function copyOf(original: string): string {
  copyFileSync(original, `${original}.copy`);
  return `${original}.copy`;
}
