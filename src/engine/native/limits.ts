import { readTextOrNull } from '../../system/read.js';
import { gigabytes } from '../../text/bytes.js';
import { joinWords } from '../../text/words.js';

/** A limit that a process has (`ulimit`), which may be too low for a native library. */
export interface Limit {
  /** With its unit and the flag of `ulimit`: `1.50 GB of address space (ulimit -v)`. */
  readonly words: string;
}

interface Rule {
  /** The name that the kernel's list has. */
  readonly name: string;
  /** A limit below this many may be too low. */
  readonly below: number;
  readonly words: (value: number) => string;
}

/**
 * Limits under which a library may end the process in place of reporting an error: it then cannot map
 * its 0.6 GB, start its threads (8 MiB of stack each is what it is tried with elsewhere) or allocate.
 * A desktop's limit on processes is some ten thousand.
 */
const RULES: readonly Rule[] = [
  {
    name: 'Max address space',
    below: Infinity,
    words: (bytes) => `${gigabytes(bytes, 2)} GB of address space (ulimit -v)`,
  },
  {
    name: 'Max data size',
    below: Infinity,
    words: (bytes) => `${gigabytes(bytes, 2)} GB of data (ulimit -d)`,
  },
  {
    name: 'Max stack size',
    below: 8 * 2 ** 20,
    words: (bytes) => `${String(Math.round(bytes / 1024))} KiB of stack (ulimit -s)`,
  },
  {
    name: 'Max processes',
    below: 1024,
    words: (count) => `${String(count)} processes and threads (ulimit -u)`,
  },
  {
    name: 'Max open files',
    below: 128,
    words: (count) => `${String(count)} open files (ulimit -n)`,
  },
];

/** Where a container's limit on processes and threads stands, in version 2 and 1 of cgroups. */
const PIDS_FILES = ['/sys/fs/cgroup/pids.max', '/sys/fs/cgroup/pids/pids.max'];

/** A list of limits as Linux has it in /proc/self/limits; empty on other systems. */
export function ownLimits(): string {
  return readTextOrNull('/proc/self/limits') ?? '';
}

/** Limits in words, for a sentence. */
export function limitsInWords(limits: readonly Limit[]): string {
  return joinWords(
    limits.map(({ words }) => words),
    'and',
  );
}

/** The limits of this process, by the kernel's list, that may be too low for a native library. */
export function tightLimits(limits: string = ownLimits()): Limit[] {
  const own = RULES.flatMap(({ name, below, words }) => {
    const value = softLimit(limits, name);
    return value < below ? [{ words: words(value) }] : [];
  });
  const pids = PIDS_FILES.map((file) => Number.parseInt(readTextOrNull(file) ?? '', 10));
  const container = pids
    .filter((count) => count < 1024)
    .map((count) => ({ words: `${String(count)} processes and threads in this container` }));
  return [...own, ...container];
}

/** What a process may still use under the limits on its memory; Infinity without a limit. */
export interface MemoryLeft {
  /** Bytes of address space, reserved or used. */
  readonly addresses: number;
  /** Bytes of data. */
  readonly data: number;
}

/** What this process may still use. */
export function memoryLeft(): MemoryLeft {
  const limits = ownLimits();
  const status = readTextOrNull('/proc/self/status') ?? '';
  const left = (limit: string, used: string): number => {
    const kibibytes = new RegExp(`^${used}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
    return Math.max(softLimit(limits, limit) - Number(kibibytes ?? 0) * 1024, 0);
  };
  return {
    addresses: left('Max address space', 'VmSize'),
    data: left('Max data size', 'VmData'),
  };
}

function softLimit(limits: string, name: string): number {
  const line = limits.split('\n').find((text) => text.startsWith(`${name} `));
  const value = Number(line?.slice(name.length).trim().split(/\s+/)[0]);
  return Number.isNaN(value) ? Infinity : value;
}
