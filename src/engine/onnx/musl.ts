import { existsSync } from 'node:fs';
import { isRecord } from '../../text/keys.js';

/** musl's loader, by `process.arch`; a system with glibc may have it too. */
const LOADERS: Readonly<Partial<Record<NodeJS.Architecture, string>>> = {
  x64: '/lib/ld-musl-x86_64.so.1',
  arm64: '/lib/ld-musl-aarch64.so.1',
};

/** What tells the C library; tests replace it. */
export interface LibcFacts {
  readonly hasMuslLoader: () => boolean;
  /** What Node reports of itself, which takes a few milliseconds; undefined if it reports nothing. */
  readonly report: () => unknown;
}

const thisProcess: LibcFacts = {
  hasMuslLoader: () => existsSync(LOADERS[process.arch] ?? ''),
  // Other runtimes may not have it.
  report: () => {
    const report: unknown = Reflect.get(process, 'report');
    if (!isRecord(report) || typeof report['getReport'] !== 'function') return undefined;
    return process.report.getReport();
  },
};

/**
 * Whether this process runs on musl in place of glibc, as on Alpine, where libraries that were made for
 * glibc cannot be loaded, gcompat or not (onnxruntime's issue 12439).
 */
export function usesMusl({ hasMuslLoader, report }: LibcFacts = thisProcess): boolean {
  if (!hasMuslLoader()) return false;
  const told = report();
  const header = isRecord(told) ? told['header'] : null;
  return isRecord(header) && header['glibcVersionRuntime'] === undefined;
}
