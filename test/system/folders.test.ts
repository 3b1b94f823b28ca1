import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolders, removeFolders } from '../../src/system/folders.js';
import { temporaryFolder } from '../support/temporary.js';

describe('makeFolders', () => {
  it('makes what is missing, and tells it outermost first', async () => {
    const folder = temporaryFolder();
    const made: string[] = [];
    await makeFolders(join(folder, 'a/b'), made);
    expect(made).toEqual([join(folder, 'a'), join(folder, 'a/b')]);
    await makeFolders(join(folder, 'a/b'), made);
    expect(made).toHaveLength(2);
  });

  it('does not make one where a file is', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    await expect(makeFolders(join(folder, 'file/x'))).rejects.toMatchObject({ code: 'ENOTDIR' });
    await expect(makeFolders(join(folder, 'file'))).rejects.toMatchObject({ code: 'EEXIST' });
  });

  it.skipIf(!existsSync('/proc/self'))('ends if none can be made', async () => {
    await expect(makeFolders('/proc/x/y')).rejects.toMatchObject({ code: 'ENOTSUP' });
  });
});

describe('removeFolders', () => {
  it('leaves a folder into which something was put', async () => {
    const folder = temporaryFolder();
    const made: string[] = [];
    await makeFolders(join(folder, 'a/b/c'), made);
    writeFileSync(join(folder, 'a/mine'), '');
    await removeFolders(made);
    expect(readdirSync(folder)).toEqual(['a']);
    expect(readdirSync(join(folder, 'a'))).toEqual(['mine']);
  });
});
