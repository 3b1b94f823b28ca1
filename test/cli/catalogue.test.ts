import { spawnSync } from 'node:child_process';
import { cpSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A copy of the package in a folder whose name has a blank. */
function copiedPackage(): string {
  const folder = join(temporaryFolder(), 'a package');
  for (const part of ['bin', 'dist', 'package.json']) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

describe('the list of names', () => {
  const run = (folder: string, ...args: string[]) => {
    const bin = join(folder, 'bin', 'se-resnet.js');
    const { stdout, stderr, status } = spawnSync(process.execPath, [bin, ...args], {
      encoding: 'utf8',
    });
    return { stdout, stderr, status };
  };
  const one = ['--engine', 'meta', '--print', 'params'];

  it('is found wherever the package is', () => {
    const found = run(copiedPackage(), 'summary', 'torchvision/resnet18', ...one);
    expect(found).toEqual({ stdout: '11689512\n', stderr: '', status: 0 });
  });

  it('is told of in a sentence if it is missing or broken', () => {
    const folder = copiedPackage();
    const file = join(folder, 'dist', 'catalogue.json');
    for (const text of ['{', '[]', '{"networks":[]}', '', null]) {
      if (text === null) rmSync(file);
      else writeFileSync(file, text);
      for (const args of [['list'], ['summary', 'torchvision/resnet18']]) {
        expect(run(folder, ...args)).toEqual({
          stdout: '',
          stderr:
            `error: ${file}, which has the names of models, cannot be read.\n` +
            'Install se-resnet again.\n',
          status: 2,
        });
      }
    }
    // The article's own are in the program.
    expect(run(folder, 'summary', 'se-resnet-50', ...one).stdout).toBe('28080344\n');
  });
});
