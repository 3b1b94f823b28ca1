import { describe, expect, it } from 'vitest';
import {
  type MemorySystem,
  peakResidentBytes,
  processMemory,
} from '../../src/engine/process-memory.js';

const MIB = 2 ** 20;

const STATUS = `Name:\tnode
VmHWM:\t   90000 kB
VmRSS:\t   61440 kB
RssAnon:\t   20480 kB
RssFile:\t   40960 kB
`;
const MEMINFO = `MemTotal:       24684084 kB
MemFree:          300000 kB
MemAvailable:     1048576 kB
`;

/** A machine of 8 GiB, of which Node says that 1 MiB is free. */
function machine(
  platform: NodeJS.Platform,
  files: Readonly<Record<string, string>> = {},
): MemorySystem {
  return {
    platform,
    read: (path) => files[path] ?? null,
    freeBytes: () => MIB,
    totalBytes: () => 8192 * MIB,
    residentBytes: () => 50 * MIB,
    peakResidentBytes: () => 70 * MIB,
  };
}

const LINUX = { '/proc/self/status': STATUS, '/proc/meminfo': MEMINFO };

describe('the memory of a process on Linux', () => {
  it('can come to what is available beyond its own, its files not counted twice', () => {
    expect(processMemory(machine('linux', LINUX))).toEqual({
      residentBytes: 60 * MIB,
      limitBytes: (1024 + 20) * MIB,
      holder: 'this machine has free for it',
    });
  });

  it('ends at the limit of its container, if that is less', () => {
    const container = {
      ...LINUX,
      '/sys/fs/cgroup/memory.max': String(290 * MIB),
      '/sys/fs/cgroup/memory.current': String(30 * MIB),
    };
    expect(processMemory(machine('linux', container))).toEqual({
      residentBytes: 60 * MIB,
      limitBytes: (260 + 20) * MIB,
      holder: 'the memory limit of its container leaves it',
    });
    const roomy = { ...container, '/sys/fs/cgroup/memory.max': String(2000 * MIB) };
    expect(processMemory(machine('linux', roomy)).holder).toBe('this machine has free for it');
  });

  it('without /proc ends at what the machine has, or at the limit of its container', () => {
    expect(processMemory(machine('linux'))).toEqual({
      residentBytes: 50 * MIB,
      limitBytes: 8192 * MIB,
      holder: 'this machine has in all',
    });
    const container = {
      '/sys/fs/cgroup/memory.max': String(290 * MIB),
      '/sys/fs/cgroup/memory.current': String(60 * MIB),
    };
    expect(processMemory(machine('linux', container))).toEqual({
      residentBytes: 50 * MIB,
      limitBytes: (230 + 50) * MIB,
      holder: 'the memory limit of its container leaves it',
    });
  });

  it('is read from what there is of files that say something else', () => {
    const odd = {
      '/proc/self/status': 'VmRSS: some kB\n',
      '/proc/meminfo': 'MemAvailable: 5 MB\n',
    };
    expect(processMemory(machine('linux', odd))).toEqual(processMemory(machine('linux')));
  });
});

describe('the memory of a process elsewhere', () => {
  it('on Windows can come to what is free', () => {
    expect(processMemory(machine('win32'))).toEqual({
      residentBytes: 50 * MIB,
      limitBytes: 51 * MIB,
      holder: 'this machine has free for it',
    });
  });

  it('on macOS can come to what the machine has, since little is ever free there', () => {
    expect(processMemory(machine('darwin'))).toEqual({
      residentBytes: 50 * MIB,
      limitBytes: 8192 * MIB,
      holder: 'this machine has in all',
    });
  });
});

it('the memory of this process is some that a process can have', () => {
  const { residentBytes, limitBytes } = processMemory();
  expect(residentBytes).toBeGreaterThan(20e6);
  expect(limitBytes).toBeGreaterThan(residentBytes / 10);
  expect(limitBytes).toBeLessThan(1e15);
});

describe('the most that a process has had resident', () => {
  it("is the kernel's own figure, which does not count what ran before this program", () => {
    expect(peakResidentBytes(machine('linux', LINUX))).toBe(90000 * 1024);
  });

  it.each(['linux', 'darwin', 'win32'] as const)(
    "is Node's without /proc, as on %s",
    (platform) => {
      expect(peakResidentBytes(machine(platform))).toBe(70 * MIB);
    },
  );

  it('is no less than what this process has now', () => {
    expect(peakResidentBytes()).toBeGreaterThanOrEqual(processMemory().residentBytes * 0.9);
  });
});
