import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refusal, run } from '../support/run.js';
import { temporaryFolder } from '../support/temporary.js';

const DEPTH_18 = ['summary', '--engine', 'meta', '--depth', '18'];

/** What the table of torchinfo 1.8 says of SE-ResNet-18, in fixtures/torchinfo/1.8/depth18.txt. */
const PARAMS = 11_770_912;

describe('-o', () => {
  it('writes what would have been printed, without colour, over what was there', async () => {
    const file = join(temporaryFolder(), 'summary.txt');
    writeFileSync(file, 'old');
    const printed = await run(DEPTH_18);
    const written = await run([...DEPTH_18, '-o', file], { env: { FORCE_COLOR: '1' }, tty: true });
    expect(written.stdout).toBe('');
    expect(written.exitCode).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(printed.stdout);
  });

  it('goes with --print', async () => {
    const file = join(temporaryFolder(), 'params');
    await run([...DEPTH_18, '--print', 'params', '--output', file]);
    expect(readFileSync(file, 'utf8')).toBe(`${String(PARAMS)}\n`);
  });

  it('refuses a file that cannot be written', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), 'old');
    const cases = [
      [join(folder, 'file', 'x.json'), 'a part of its path is a file, not a folder'],
      [join(folder, 'missing', 'x.json'), 'its folder does not exist'],
      [folder, 'it is a folder'],
    ] as const;
    for (const [file, reason] of cases) {
      expect(await run([...DEPTH_18, '--json', '-o', file])).toEqual(
        refusal(
          `--output names ${file}, which cannot be written: ${reason}.`,
          'Nothing was changed.',
        ),
      );
    }
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('old');
    expect(existsSync(join(folder, 'missing'))).toBe(false);
  });

  it('writes through a link', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), 'old');
    symlinkSync(join(folder, 'file'), join(folder, 'link'));
    await run([...DEPTH_18, '--print', 'params', '-o', join(folder, 'link')]);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe(`${String(PARAMS)}\n`);
  });

  it('leaves a device what it is', async () => {
    const { exitCode } = await run([...DEPTH_18, '--print', 'params', '-o', '/dev/null']);
    expect(exitCode).toBe(0);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});
