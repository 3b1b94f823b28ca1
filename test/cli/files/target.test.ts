import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { identityOf } from '../../../src/cli/files/target.js';
import { temporaryFolder, workIn } from '../../support/temporary.js';

describe('identityOf', () => {
  it('is that of the file, however it is spelled and linked', async () => {
    const folder = temporaryFolder();
    workIn(folder);
    mkdirSync('sub');
    writeFileSync('x.json', '');
    symlinkSync('x.json', 'link.json');
    symlinkSync('.', 'here');
    linkSync('x.json', 'hard.json');
    const spellings = [
      './x.json',
      'sub/../x.json',
      join(folder, 'x.json'),
      'link.json',
      'here/x.json',
      'hard.json',
    ];
    const first = await identityOf('x.json');
    expect(first).not.toBeNull();
    for (const path of spellings) expect([path, await identityOf(path)]).toEqual([path, first]);
    writeFileSync('y.json', '');
    expect(await identityOf('y.json')).not.toBe(first);
  });

  it('is that of a file that does not exist yet, in folders that do not either', async () => {
    const folder = temporaryFolder();
    workIn(folder);
    symlinkSync('.', 'here');
    symlinkSync('new.json', 'link.json');
    const missing = await identityOf('new.json');
    expect(missing).not.toBeNull();
    expect(await identityOf('here/new.json')).toBe(missing);
    expect(await identityOf('link.json')).toBe(missing);
    expect(await identityOf('a/b/new.json')).toBe(await identityOf('here/a/b/new.json'));
    expect(await identityOf('a/b/new.json')).not.toBe(missing);
  });

  it('is no folder, as a slash at the end says', async () => {
    expect(await identityOf(`${temporaryFolder()}/new/`)).toBeNull();
  });

  it('is nothing for what is no file', async () => {
    expect(await identityOf('/dev/null')).toBeNull();
    expect(await identityOf(temporaryFolder())).toBeNull();
  });
});
