import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, rm, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { readTextOrNull } from '../../system/read.js';
import { isRecord } from '../../text/keys.js';
import { MANIFEST_FILES, readInstalled, rmdirIfEmpty } from './manifest.js';

/*
 * An installation that is under way works in a folder of its own, made exclusively. A marker in it says
 * which process works there, and is written to again and again, so that what a process left that was
 * killed can be told from what one is working on, in another container too, and from what anybody put
 * there later.
 */

const MARKER = '.installing.json';
const MARKER_KIND = 'se-resnet-installing';

/** Milliseconds between two signs of life. */
const HEARTBEAT_MS = 100;
/** Milliseconds after the last sign of life in which files may still have been written. */
const GRACE_MS = 250;
/** Milliseconds without a sign of life after which a process that cannot be asked for counts as gone. */
const SILENCE_MS = 60_000;

/**
 * Whether an installation makes something of a name in its folder; anything else is somebody's.
 * @param path with slashes, relative to the folder
 */
export type IsMade = (path: string) => boolean;

/** An installation under way. */
export interface Attempt {
  readonly folder: string;
  /** Ends it with success: the folder stays. */
  keep(): Promise<void>;
  /** Ends it without: what was put into the folder goes. */
  takeBack(): Promise<void>;
}

/** The process that works on an installation, so that another with its id is not taken for it. */
interface Owner {
  /** Of the machine's start, and of the namespace that process ids belong to; '' if unknown. */
  readonly boot: string;
  readonly namespace: string;
  readonly pid: number;
  /** When the process began, in the kernel's ticks since the machine's start. */
  readonly began: string;
}

interface Marker {
  readonly owner: Owner;
  /** When the folder was made, in milliseconds by the file system's clock. */
  readonly started: number;
}

/** Makes a folder for an installation in another one. */
export async function beginAttempt(parent: string, name: string, isMade: IsMade): Promise<Attempt> {
  const folder = join(parent, `${name}-${randomBytes(6).toString('hex')}`);
  await mkdir(folder);
  const file = await open(join(folder, MARKER), 'wx');
  const { mtimeMs: started } = await file.stat();
  const marker: Marker = { owner: ownIdentity(), started };
  const text = `${JSON.stringify({ kind: MARKER_KIND, ...marker })}\n`;
  await file.writeFile(text);
  // Rewriting sets the time by the file system's clock, which may be that of another machine.
  const timer = setInterval(() => void beat(file, text), HEARTBEAT_MS);
  const end = async (): Promise<void> => {
    clearInterval(timer);
    await beat(file, text);
    await file.close();
  };
  return {
    folder,
    async keep() {
      await end();
      await unlink(join(folder, MARKER));
    },
    async takeBack() {
      await end();
      await removeAttempt(folder, isMade);
    },
  };
}

/**
 * Removes what installations left behind whose process was killed: what they put into their folders,
 * and not what was put there before or since.
 * @param parent the folder in which they were begun
 */
export async function removeAbandoned(parent: string, isMade: IsMade): Promise<void> {
  for (const name of await readdir(parent)) {
    const folder = join(parent, name);
    const marker = await readMarker(folder);
    if (marker === null || (await isAlive(folder, marker, parent))) continue;
    // Killed between its last two acts: only the marker is too much.
    if (readInstalled(folder) !== null) await unlink(join(folder, MARKER));
    else await removeAttempt(folder, isMade);
  }
}

async function beat(file: FileHandle, text: string): Promise<void> {
  // If it was removed or the disk is full, the work itself will say so.
  await file.write(text, 0).catch(() => undefined);
}

async function readMarker(folder: string): Promise<Marker | null> {
  try {
    if (!(await lstat(folder)).isDirectory()) return null;
    const value: unknown = JSON.parse(readFileSync(join(folder, MARKER), 'utf8'));
    return isMarker(value) ? value : null;
  } catch {
    return null;
  }
}

async function isAlive(folder: string, { owner }: Marker, parent: string): Promise<boolean> {
  const own = ownIdentity();
  if (own.boot !== '' && owner.boot === own.boot && owner.namespace === own.namespace) {
    return beginningOf(owner.pid) === owner.began;
  }
  const { mtimeMs } = await lstat(join(folder, MARKER));
  return (await fileSystemTime(parent)) - mtimeMs < SILENCE_MS;
}

/** Now, by the clock of the file system that a folder is on. */
async function fileSystemTime(folder: string): Promise<number> {
  const probe = join(folder, `.time-${randomUUID()}`);
  const file = await open(probe, 'wx');
  try {
    return (await file.stat()).mtimeMs;
  } finally {
    await file.close();
    await rm(probe, { force: true });
  }
}

/** Removes what was made in an attempt's folder while it was worked on, and then the empty folders. */
async function removeAttempt(folder: string, isMade: IsMade): Promise<void> {
  const marker = await readMarker(folder);
  if (marker === null) return;
  const { mtimeMs } = await lstat(join(folder, MARKER));
  const last = mtimeMs + GRACE_MS;
  const isOurs = ({ birthtimeMs, ctimeMs }: { birthtimeMs: number; ctimeMs: number }): boolean =>
    birthtimeMs >= marker.started && ctimeMs <= last;
  const removeIn = async (within: string): Promise<void> => {
    for (const name of await readdir(join(folder, within))) {
      const path = within === '' ? name : `${within}/${name}`;
      const isManifest = within === '' && MANIFEST_FILES.some((file) => name.startsWith(file));
      if (!isManifest && !isMade(path)) continue;
      const at = join(folder, path);
      const stat = await lstat(at).catch(() => null);
      if (stat === null) continue;
      if (stat.isDirectory()) {
        // A folder that was moved here is older; what is added to one of ours makes it newer.
        if (stat.birthtimeMs < marker.started) continue;
        await removeIn(path);
        await rmdirIfEmpty(at);
      } else if (isOurs(stat)) {
        await unlink(at);
      }
    }
  };
  await removeIn('');
  // The marker last, so that what is interrupted here can be done again.
  await unlink(join(folder, MARKER));
  await rmdirIfEmpty(folder);
}

function ownIdentity(): Owner {
  return {
    boot: readTextOrNull('/proc/sys/kernel/random/boot_id')?.trim() ?? '',
    namespace: linkOr('/proc/self/ns/pid'),
    pid: process.pid,
    began: beginningOf(process.pid),
  };
}

/** When a process began; '' if there is none, or it cannot be asked for. */
function beginningOf(pid: number): string {
  // The name, in parentheses, may have spaces of its own; the 22nd field is the 20th after it.
  const stat = readTextOrNull(`/proc/${String(pid)}/stat`)?.trim() ?? '';
  const fields = stat.split(') ').at(-1)?.split(' ') ?? [];
  return fields[0] === 'Z' ? '' : (fields[19] ?? '');
}

function linkOr(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}

function isMarker(value: unknown): value is Marker {
  return (
    isRecord(value) &&
    value['kind'] === MARKER_KIND &&
    typeof value['started'] === 'number' &&
    isOwner(value['owner'])
  );
}

function isOwner(value: unknown): value is Owner {
  return (
    isRecord(value) &&
    ['boot', 'namespace', 'began'].every((name) => typeof value[name] === 'string') &&
    typeof value['pid'] === 'number'
  );
}
