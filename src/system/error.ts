/** What the codes of the system, and one of Node's, say of a file, as the end of a sentence. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission is refused',
  EBUSY: 'it is in use, or another file system is mounted there',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'a part of its path is a file, not a folder',
  EFBIG: 'it would be larger than a file may be here',
  EINVAL: 'its name, or what it is, does not allow it',
  EIO: 'the disk does not answer as it should',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its path is too long',
  ENFILE: 'too many files are open',
  ENODEV: 'there is no such device',
  ENOMEM: 'there is no memory left',
  ENOENT: 'its folder does not exist',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is a file, not a folder',
  ENOTSUP: 'the file system does not allow it',
  ENXIO: 'nothing is at its other end',
  EPERM: 'permission is refused',
  EROFS: 'the file system is read-only',
  ERR_INVALID_ARG_VALUE: 'its name has a character that no name of a file may have',
};

/** The code of an error that came from the system: `ENOENT`; undefined if it has none. */
export function systemCode(error: unknown): string | undefined {
  // This library's errors have codes of their own.
  if (!(error instanceof Error && 'code' in error) || typeof error.code !== 'string') {
    return undefined;
  }
  return 'syscall' in error || error.code in REASONS ? error.code : undefined;
}

/** Why something failed that was done to a file, as the end of a sentence. */
export function systemReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return REASONS[systemCode(error) ?? ''] ?? message;
}
