import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository, without a slash at the end. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** The folder of somebody's program that has this package installed, as the build left it. */
export interface UserFolder {
  readonly path: string;
  remove(): void;
}

/** Makes a folder in which `import 'se-resnet'` gives this package. */
export function userFolder(): UserFolder {
  const path = mkdtempSync(join(tmpdir(), 'se-resnet-user-'));
  writeFileSync(join(path, 'package.json'), '{ "private": true, "type": "module" }\n');
  mkdirSync(join(path, 'node_modules'));
  symlinkSync(ROOT, join(path, 'node_modules', 'se-resnet'), 'dir');
  return {
    path,
    remove() {
      rmSync(path, { recursive: true, force: true });
    },
  };
}
