import { freemem, totalmem } from 'node:os';
import { readTextOrNull } from '../system/read.js';
import { cgroupBytesLeft, type ReadText } from './cgroups.js';

/** Whose memory ends first, as the end of a sentence: `0.29 GB is what this machine has in all`. */
export type MemoryHolder =
  | 'the memory limit of its container leaves it'
  | 'this machine has free for it'
  | 'this machine has in all';

/** The resident memory of this process. */
export interface ProcessMemory {
  /** The bytes that it takes now. */
  readonly residentBytes: number;
  /** The bytes that it can come to, by what the machine and its container have left. */
  readonly limitBytes: number;
  readonly holder: MemoryHolder;
}

/** What a system says of its memory; tests replace it. */
export interface MemorySystem {
  readonly platform: NodeJS.Platform;
  readonly read: ReadText;
  /** As Node reports it. */
  readonly freeBytes: () => number;
  readonly totalBytes: () => number;
  readonly residentBytes: () => number;
  readonly peakResidentBytes: () => number;
}

const thisSystem: MemorySystem = {
  platform: process.platform,
  read: readTextOrNull,
  freeBytes: freemem,
  totalBytes: totalmem,
  residentBytes: () => {
    try {
      return process.memoryUsage.rss();
    } catch {
      // It needs /proc, which may not be mounted; this does not.
      return thisSystem.peakResidentBytes();
    }
  },
  peakResidentBytes: () => process.resourceUsage().maxRSS * 1024,
};

/** The memory of this process, and what it can come to. */
export function processMemory(system: MemorySystem = thisSystem): ProcessMemory {
  const status = system.read('/proc/self/status');
  const residentBytes = kilobytesOf('VmRSS', status) ?? system.residentBytes();
  // The rest of what is resident holds parts of files: the system counts it among what it has left.
  const keptBytes = kilobytesOf('RssAnon', status) ?? residentBytes;
  const machine = machineLimit(system, keptBytes);
  const container = system.platform === 'linux' ? cgroupBytesLeft(system.read) : Infinity;
  if (container + keptBytes >= machine.limitBytes) return { residentBytes, ...machine };
  return {
    residentBytes,
    limitBytes: container + keptBytes,
    holder: 'the memory limit of its container leaves it',
  };
}

/** The most bytes that this process has had resident so far. */
export function peakResidentBytes(system: MemorySystem = thisSystem): number {
  return kilobytesOf('VmHWM', system.read('/proc/self/status')) ?? system.peakResidentBytes();
}

/**
 * What the machine lets a process have. Swap space does not count, since a pass that has to use it takes
 * minutes. On macOS only pages that hold nothing at all are free, which is a small part of what a process
 * can get, and without /proc Linux tells no better: there it is what the machine has in all.
 */
function machineLimit(
  { platform, read, freeBytes, totalBytes }: MemorySystem,
  keptBytes: number,
): Pick<ProcessMemory, 'limitBytes' | 'holder'> {
  const free =
    platform === 'win32' ? freeBytes() : kilobytesOf('MemAvailable', read('/proc/meminfo'));
  return free === null
    ? { limitBytes: totalBytes(), holder: 'this machine has in all' }
    : { limitBytes: free + keptBytes, holder: 'this machine has free for it' };
}

/** The bytes of a line `Name:  123 kB`; null if there is none. */
function kilobytesOf(name: string, text: string | null): number | null {
  const [, digits] = new RegExp(`^${name}:\\s*(\\d+) kB$`, 'm').exec(text ?? '') ?? [];
  return digits === undefined ? null : Number(digits) * 1024;
}
