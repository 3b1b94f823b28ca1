import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FileToWrite, writeFiles } from '../../../src/cli/files/write.js';
import { temporaryFolder } from '../../support/temporary.js';

const STREAMS = {
  stdout: { write: () => true, on: () => undefined },
  stderr: { write: () => true, on: () => undefined },
};

/** Files of one letter each, the last of which cannot be written. */
function filesIn(folder: string, names: readonly string[]): FileToWrite[] {
  return names.map((name) => ({ path: join(folder, name), text: name, namedBy: '--flag' }));
}

describe('writeFiles', () => {
  it('writes nothing if one of the files cannot be written', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a'), 'old');
    const files = filesIn(folder, ['a', 'b', 'missing/c']);
    await expect(writeFiles(files, STREAMS)).rejects.toMatchObject({
      message: `--flag names ${join(folder, 'missing/c')}, which cannot be written: its folder does not exist.`,
      hint: 'Nothing was changed.',
    });
    expect(readdirSync(folder)).toEqual(['a']);
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('old');
  });

  it('says what was written before a file that failed after all', async () => {
    const folder = temporaryFolder();
    const [a, b] = filesIn(folder, ['a', 'b']);
    if (a === undefined || b === undefined) throw new Error('two files were asked for');
    // A pipe that nobody can open for writing any more once the files are in place.
    const closed: FileToWrite = { path: '/dev/fd/987', text: 'c', namedBy: '--output' };
    const failed = writeFiles([a, closed, b], STREAMS);
    await expect(failed).rejects.toThrow(
      /^--output names \/dev\/fd\/987, which cannot be written: /,
    );
    await expect(failed).rejects.toMatchObject({
      hint: `Written before that: ${a.path} and ${b.path}.`,
    });
    expect(readdirSync(folder)).toEqual(['a', 'b']);
  });

  it('makes folders if it is asked to, and takes them away if nothing was written', async () => {
    const folder = temporaryFolder();
    const [deep] = filesIn(folder, ['x/y/a']);
    if (deep === undefined) throw new Error('a file was asked for');
    await writeFiles([{ ...deep, makesFolders: true }], STREAMS);
    expect(readFileSync(deep.path, 'utf8')).toBe('x/y/a');
    const files = filesIn(folder, ['p/q/a', 'missing/b']);
    const made = files.map((file, index) => ({ ...file, makesFolders: index === 0 }));
    await expect(writeFiles(made, STREAMS)).rejects.toThrow('missing/b');
    expect(readdirSync(folder)).toEqual(['x']);
  });

  it('keeps the rights of a file', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'a');
    writeFileSync(path, 'old');
    chmodSync(path, 0o640);
    await writeFiles(filesIn(folder, ['a']), STREAMS);
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readFileSync(path, 'utf8')).toBe('a');
  });

  it('writes through links, to what does not exist yet too', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'real/sub'), { recursive: true });
    symlinkSync('real/sub', join(folder, 'linked'));
    // By way of the linked folder ".." is real/, not the folder of the link.
    symlinkSync('linked/../target', join(folder, 'link'));
    symlinkSync('link', join(folder, 'link-of-link'));
    await writeFiles(filesIn(folder, ['link-of-link']), STREAMS);
    expect(readFileSync(join(folder, 'real/target'), 'utf8')).toBe('link-of-link');
    expect(existsSync(join(folder, 'target'))).toBe(false);
    await writeFiles(filesIn(folder, ['link']), STREAMS);
    expect(readFileSync(join(folder, 'real/target'), 'utf8')).toBe('link');
    expect(readdirSync(folder)).toEqual(['link', 'link-of-link', 'linked', 'real']);
  });

  it('leaves the other name of a file its content', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a'), 'old');
    linkSync(join(folder, 'a'), join(folder, 'other'));
    await writeFiles(filesIn(folder, ['a']), STREAMS);
    expect(readFileSync(join(folder, 'other'), 'utf8')).toBe('old');
  });

  it.each([
    [
      'a circle of links',
      (path: string) => {
        symlinkSync('x', path);
      },
      'its links lead in a circle',
    ],
    [
      'a folder',
      (path: string) => {
        mkdirSync(path);
      },
      'it is a folder',
    ],
  ])('refuses %s', async (_, make, reason) => {
    const folder = temporaryFolder();
    make(join(folder, 'x'));
    await expect(writeFiles(filesIn(folder, ['x']), STREAMS)).rejects.toThrow(`: ${reason}.`);
    expect(readdirSync(folder)).toEqual(['x']);
  });

  it.runIf(process.platform !== 'win32')('takes odd names', async () => {
    const folder = temporaryFolder();
    const names = ['back\\', 'line\nbreak', ' ', '-o', '日本'];
    await writeFiles(filesIn(folder, names), STREAMS);
    expect(readdirSync(folder).sort()).toEqual([...names].sort());
  });

  it('refuses the name of a folder, though there is none', async () => {
    const folder = temporaryFolder();
    await expect(writeFiles(filesIn(folder, ['new/']), STREAMS)).rejects.toThrow(
      ': it is a folder.',
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes a name as long as a file system has, and says that one is longer', async () => {
    const folder = temporaryFolder();
    const longest = 'n'.repeat(255);
    await writeFiles(filesIn(folder, [longest]), STREAMS);
    expect(readdirSync(folder)).toEqual([longest]);
    const longer = writeFiles(filesIn(folder, [`${longest}n`]), STREAMS);
    await expect(longer).rejects.toThrow(': its path is too long.');
  });

  it('writes what is one of its own streams there', async () => {
    const written: string[] = [];
    const stdout = {
      fd: 987,
      on: () => undefined,
      write: (text: string) => {
        written.push(text);
        return true;
      },
    };
    const [file] = filesIn('/dev/fd', ['987']);
    if (file === undefined) throw new Error('a file was asked for');
    await writeFiles([file], { ...STREAMS, stdout });
    expect(written).toEqual(['987']);
  });
});
