/** Why a file cannot be used, by the codes of the system and of Node. */
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
  ENAMETOOLONG: 'its name is too long',
  ENFILE: 'too many files are open',
  ENODEV: 'there is no such device',
  ENOENT: 'its folder does not exist',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is a file, not a folder',
  ENXIO: 'nothing is at its other end',
  EPERM: 'permission is refused',
  EROFS: 'the file system is read-only',
  ERR_INVALID_ARG_VALUE: 'its name has a character that no name of a file may have',
};

/** Why something failed that was done to a file, for the end of a sentence. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return REASONS[codeOf(error) ?? ''] ?? message;
}

/** The code of an error of the system or of Node. */
export function codeOf(error: unknown): string | undefined {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode ? String(error.code) : undefined;
}
