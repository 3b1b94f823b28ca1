import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Replacement, writeWhole } from '../../src/system/replacement.js';
import { temporaryFolder } from '../support/temporary.js';

describe('Replacement', () => {
  it('leaves the old file until it is committed, and nothing if it is discarded', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'a');
    writeFileSync(path, 'old');
    const discarded = new Replacement(path);
    await discarded.prepare('new');
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toHaveLength(2);
    await discarded.discard();
    expect(readdirSync(folder)).toEqual(['a']);
    const committed = new Replacement(path);
    await committed.prepare('new');
    await committed.commit();
    await committed.discard();
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['a']);
  });

  it('does not write into a file of the name that it is given', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'taken'), 'mine');
    await expect(writeWhole(join(folder, 'a'), 'new', 'taken')).rejects.toMatchObject({
      code: 'EEXIST',
    });
    expect(readFileSync(join(folder, 'taken'), 'utf8')).toBe('mine');
  });
});
