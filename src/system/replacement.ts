import type { BigIntStats } from 'node:fs';
import { access, constants, type FileHandle, open, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { systemCode } from './error.js';

/** The rights of a new file, of which the umask takes some. */
const NEW_FILE = 0o666;

/** Those of a file while it is being filled with what others may not read. */
const PRIVATE = 0o600;

/** All of a file's rights, without its type. */
const RIGHTS = 0o7777n;

/** The new content of a file, in a file beside it until it takes the old one's place. */
export class Replacement {
  readonly #target: string;
  readonly #stats: BigIntStats | null;
  readonly #path: string;
  #exists = false;

  /**
   * @param target where the file is or is to be, without links
   * @param stats of the file that is there; null if there is none whose rights and owner are to be kept
   * @param name of the new file until then; one that nobody can guess or has, and that is short enough for
   *   any file system, by default
   */
  constructor(
    target: string,
    stats: BigIntStats | null = null,
    name = `.se-resnet-${crypto.randomUUID()}.tmp`,
  ) {
    this.#target = target;
    this.#stats = stats;
    this.#path = join(dirname(target), name);
  }

  /**
   * Writes the new content beside the old, complete and flushed to the disk, with its rights and owner.
   * @throws Error of the system; the old file may not be written by this user, or there is no room.
   */
  async prepare(text: string): Promise<void> {
    const stats = this.#stats;
    // The folder alone would let anybody who may write there replace it.
    if (stats !== null) await access(this.#target, constants.W_OK);
    const file = await open(this.#path, 'wx', stats === null ? NEW_FILE : PRIVATE);
    this.#exists = true;
    try {
      await file.writeFile(text);
      if (stats !== null) await takeAfter(file, stats);
      await flush(file);
    } finally {
      await file.close();
    }
  }

  /**
   * Puts the new file in the place of the old one.
   * @throws Error of the system; the old file is then as it was.
   */
  async commit(): Promise<void> {
    await rename(this.#path, this.#target);
    this.#exists = false;
    await flushFolder(dirname(this.#target));
  }

  /** Removes the new file, unless it has taken its place. */
  async discard(): Promise<void> {
    if (this.#exists) await unlink(this.#path).catch(() => undefined);
  }
}

/**
 * Writes a file whole or not at all.
 * @param name of the new file until it takes its place; see {@link Replacement}
 * @throws Error of the system
 */
export async function writeWhole(path: string, text: string, name?: string): Promise<void> {
  const replacement = new Replacement(path, null, name);
  try {
    await replacement.prepare(text);
    await replacement.commit();
  } finally {
    await replacement.discard();
  }
}

/** Gives a file the owner, the group and the rights of another, as far as this user may. */
async function takeAfter(file: FileHandle, { uid, gid, mode }: BigIntStats): Promise<void> {
  const own = await file.stat({ bigint: true });
  if (own.uid !== uid || own.gid !== gid) {
    await file
      .chown(Number(uid), Number(gid))
      .catch(() => file.chown(Number(own.uid), Number(gid)))
      .catch(() => undefined);
  }
  await file.chmod(Number(mode & RIGHTS));
}

/** What file systems say that cannot flush. */
const CANNOT_FLUSH = ['EINVAL', 'ENOSYS', 'ENOTSUP'];

async function flush(file: FileHandle): Promise<void> {
  try {
    await file.sync();
  } catch (error) {
    if (!CANNOT_FLUSH.includes(systemCode(error) ?? '')) throw error;
  }
}

/** Makes a new name last; not every system can, and the file is in its place already. */
async function flushFolder(path: string): Promise<void> {
  try {
    const folder = await open(path);
    await folder.sync().finally(() => folder.close());
  } catch {
    return;
  }
}
