/** What the system's error codes mean, as the end of a sentence. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission is refused',
  EBUSY: 'it is in use',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'a part of its path is a file, not a folder',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its path is too long',
  ENOENT: 'its folder does not exist',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EPERM: 'permission is refused',
  EROFS: 'the file system is read-only',
};

/** The code of an error that came from the system: `ENOENT`; undefined if it has none. */
export function systemCode(error: unknown): string | undefined {
  // Node's own errors, and this library's, have codes of their own.
  if (!(error instanceof Error && 'code' in error && 'syscall' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Why something failed, as the end of a sentence. */
export function systemReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return REASONS[systemCode(error) ?? ''] ?? message;
}
