import { readFileSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { makeFolders } from '../../system/folders.js';
import { writeWhole } from '../../system/replacement.js';
import { isRecord } from '../../text/keys.js';
import { dataFolder } from '../data-folder.js';
import type { FileState, FileStates } from './file-state.js';

/** What was found out about a package's libraries, which holds as long as they are as they were. */
export interface Checked {
  /** The libraries, by their paths in the package. */
  readonly files: FileStates;
  /** The machine on which they worked, and the Node; see {@link environment}. */
  readonly environment: string;
}

const KIND = 'se-resnet-checked-engines';

/** Where a library works: a processor may lack its instructions, and a Node may load it otherwise. */
export function environment(): string {
  return [process.version, process.arch, cpus()[0]?.model ?? ''].join(' ');
}

/** What was found out about the package in a folder; null if nothing was. */
export function readChecked(packageFolder: string): Checked | null {
  return readAll().get(packageFolder) ?? null;
}

/**
 * Keeps what was found out for the next start. If it cannot be written, it is found out again.
 */
export async function writeChecked(packageFolder: string, checked: Checked): Promise<void> {
  try {
    await makeFolders(dirname(checkedFile()));
    await writeAll(readAll().set(packageFolder, checked));
  } catch {
    // A folder that is read-only, or a full disk.
  }
}

/** Takes away what {@link writeChecked} has written about packages in a folder. */
export async function forgetChecked(folder: string): Promise<void> {
  const all = readAll();
  if (all.size === 0) return;
  const others = [...all].filter(([path]) => !path.startsWith(join(folder, '/')));
  try {
    if (others.length === 0) rmSync(checkedFile());
    else await writeAll(others);
  } catch {
    // It is about files that are gone, and never asked for again.
  }
}

function checkedFile(): string {
  return join(dataFolder(process.env), 'engines', 'checked.json');
}

function writeAll(checked: Iterable<[string, Checked]>): Promise<void> {
  const engines = Object.fromEntries(checked);
  return writeWhole(checkedFile(), `${JSON.stringify({ kind: KIND, engines })}\n`);
}

/** Only a file that this module wrote; anything else counts as nothing. */
function readAll(): Map<string, Checked> {
  try {
    const value: unknown = JSON.parse(readFileSync(checkedFile(), 'utf8'));
    if (!isRecord(value) || value['kind'] !== KIND || !isRecord(value['engines'])) return new Map();
    return new Map(
      Object.entries(value['engines']).flatMap(([path, checked]): [string, Checked][] =>
        isChecked(checked) ? [[path, checked]] : [],
      ),
    );
  } catch {
    return new Map();
  }
}

function isChecked(value: unknown): value is Checked {
  return (
    isRecord(value) &&
    typeof value['environment'] === 'string' &&
    isRecord(value['files']) &&
    Object.values(value['files']).every(isFileState)
  );
}

function isFileState(value: unknown): value is FileState {
  return (
    isRecord(value) &&
    ['size', 'modified', 'changed', 'inode'].every((name) => typeof value[name] === 'number')
  );
}
