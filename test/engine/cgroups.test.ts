import { describe, expect, it } from 'vitest';
import { cgroupBytesLeft } from '../../src/engine/cgroups.js';

/** Reads files of a machine that is described here. */
function reader(files: Readonly<Record<string, string>>): (path: string) => string | null {
  return (path) => files[path] ?? null;
}

function left(files: Readonly<Record<string, string>>): number {
  return cgroupBytesLeft(reader(files));
}

/** Files of a folder. */
function inFolder(
  folder: string,
  files: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]),
  );
}

const MOUNTED_V2 = {
  '/proc/self/mountinfo':
    '23 28 0:21 / /proc rw,nosuid - proc proc rw\n' +
    '32 23 0:27 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n',
};
const MOUNTED_V1 = {
  '/proc/self/mountinfo':
    '31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755\n' +
    '32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n' +
    '35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n' +
    // Its controllers are those of version 1.
    '41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n',
};

describe('version 2', () => {
  it('is the limit less what is used, files not counted', () => {
    const files = {
      ...MOUNTED_V2,
      '/proc/self/cgroup': '0::/\n',
      ...inFolder('/sys/fs/cgroup', {
        'memory.max': '1000000\n',
        'memory.high': 'max\n',
        'memory.current': '600000\n',
        'memory.stat':
          'anon 350000\nfile 250000\ninactive_file 200000\nactive_file 50000\nshmem 7\n',
      }),
    };
    expect(left(files)).toBe(1_000_000 - (600_000 - 250_000));
  });

  it('is the least of all groups from its own up', () => {
    const group = (max: number, current: number): Record<string, string> => ({
      'memory.max': `${String(max)}\n`,
      'memory.current': `${String(current)}\n`,
      'memory.stat': 'inactive_file 0\n',
    });
    const files = {
      ...MOUNTED_V2,
      '/proc/self/cgroup': '0::/user.slice/user-0.slice/run.scope\n',
      ...inFolder('/sys/fs/cgroup/user.slice/user-0.slice/run.scope', group(900, 100)),
      ...inFolder('/sys/fs/cgroup/user.slice/user-0.slice', group(1000, 700)),
      ...inFolder('/sys/fs/cgroup/user.slice', group(5000, 800)),
    };
    expect(left(files)).toBe(300);
    expect(
      left({ ...files, ...inFolder('/sys/fs/cgroup/user.slice/user-0.slice', group(2000, 700)) }),
    ).toBe(800);
    expect(left({ ...files, ...inFolder('/sys/fs/cgroup/user.slice', group(950, 800)) })).toBe(150);
  });

  it('has memory.high for a limit, past which a process hangs', () => {
    const files = {
      ...MOUNTED_V2,
      '/proc/self/cgroup': '0::/job\n',
      ...inFolder('/sys/fs/cgroup/job', {
        'memory.max': '1000\n',
        'memory.high': '800\n',
        'memory.current': '300\n',
        'memory.stat': '',
      }),
    };
    expect(left(files)).toBe(500);
  });

  it('is without a limit if it says max', () => {
    const files = {
      ...MOUNTED_V2,
      '/proc/self/cgroup': '0::/job\n',
      ...inFolder('/sys/fs/cgroup/job', {
        'memory.max': 'max\n',
        'memory.high': 'max\n',
        'memory.current': '300\n',
      }),
    };
    expect(left(files)).toBe(Infinity);
  });

  it('is nothing if more is used than is allowed, as after a limit was lowered', () => {
    const files = {
      ...MOUNTED_V2,
      '/proc/self/cgroup': '0::/job\n',
      ...inFolder('/sys/fs/cgroup/job', { 'memory.max': '1000\n', 'memory.current': '3000\n' }),
    };
    expect(left(files)).toBe(0);
  });
});

describe('version 1', () => {
  const membership = '5:cpu,cpuacct:/other\n4:memory:/docker/a:b\n0::/docker/a:b\n';

  it("is the limit less what is used, with the files of the groups below it, in its controller's folder", () => {
    const files = {
      ...MOUNTED_V1,
      '/proc/self/cgroup': membership,
      ...inFolder('/sys/fs/cgroup/memory/docker/a:b', {
        'memory.limit_in_bytes': '304087040\n',
        'memory.usage_in_bytes': '104087040\n',
        'memory.stat': 'inactive_file 5\ntotal_inactive_file 4000000\ntotal_active_file 87040\n',
      }),
      // No group of this process.
      ...inFolder('/sys/fs/cgroup/memory/other', { 'memory.limit_in_bytes': '1\n' }),
    };
    expect(left(files)).toBe(200_000_000 + 4_087_040);
  });

  it('is without a limit at the huge number that stands for none', () => {
    const files = {
      ...MOUNTED_V1,
      '/proc/self/cgroup': membership,
      ...inFolder('/sys/fs/cgroup/memory/docker/a:b', {
        'memory.limit_in_bytes': '9223372036854771712\n',
        'memory.usage_in_bytes': '104087040\n',
        'memory.stat': 'hierarchical_memory_limit 9223372036854771712\n',
      }),
    };
    expect(left(files)).toBeGreaterThan(2 ** 62);
  });

  it('knows the limit of groups that are out of sight, and of those above', () => {
    const own = {
      'memory.limit_in_bytes': '9223372036854771712\n',
      'memory.usage_in_bytes': '100\n',
      'memory.stat': 'hierarchical_memory_limit 700\n',
    };
    const files = {
      ...MOUNTED_V1,
      '/proc/self/cgroup': membership,
      ...inFolder('/sys/fs/cgroup/memory/docker/a:b', own),
    };
    expect(left(files)).toBe(600);
    const parent = inFolder('/sys/fs/cgroup/memory/docker', {
      'memory.limit_in_bytes': '700\n',
      'memory.usage_in_bytes': '650\n',
    });
    expect(left({ ...files, ...parent })).toBe(50);
  });

  it('does not hold those below, if the hierarchy is off', () => {
    const files = {
      ...MOUNTED_V1,
      '/proc/self/cgroup': membership,
      ...inFolder('/sys/fs/cgroup/memory/docker/a:b', {
        'memory.limit_in_bytes': '1000\n',
        'memory.usage_in_bytes': '100\n',
        'memory.use_hierarchy': '0\n',
      }),
      ...inFolder('/sys/fs/cgroup/memory/docker', {
        'memory.limit_in_bytes': '10\n',
        'memory.usage_in_bytes': '5\n',
        'memory.use_hierarchy': '0\n',
      }),
    };
    expect(left(files)).toBe(900);
  });
});

describe('a container', () => {
  const limit = { 'memory.max': '500\n', 'memory.current': '200\n' };

  it('whose path is the one on the machine, of which only its own group is mounted', () => {
    const files = {
      '/proc/self/mountinfo':
        '700 690 0:27 /docker/abc /sys/fs/cgroup ro - cgroup2 cgroup rw,nsdelegate\n',
      '/proc/self/cgroup': '0::/docker/abc/worker\n',
      ...inFolder('/sys/fs/cgroup', limit),
      ...inFolder('/sys/fs/cgroup/worker', { 'memory.max': '400\n', 'memory.current': '150\n' }),
    };
    expect(left(files)).toBe(250);
    expect(left({ ...files, '/proc/self/cgroup': '0::/docker/abc\n' })).toBe(300);
  });

  it.each(['0::/docker/xyz\n', '0::/../../other\n', '0::/docker/abcdef\n', '0::/\n'])(
    'whose path is not below what is mounted: %j',
    (path) => {
      const files = {
        '/proc/self/mountinfo':
          '700 690 0:27 /docker/abc /sys/fs/cgroup ro - cgroup2 cgroup rw,nsdelegate\n',
        '/proc/self/cgroup': path,
        ...inFolder('/sys/fs/cgroup', limit),
      };
      expect(left(files)).toBe(300);
    },
  );

  it('without /proc is at the usual places', () => {
    expect(left(inFolder('/sys/fs/cgroup', limit))).toBe(300);
    const first = { 'memory.limit_in_bytes': '500\n', 'memory.usage_in_bytes': '100\n' };
    expect(left(inFolder('/sys/fs/cgroup/memory', first))).toBe(400);
  });

  it('with a mount point that has a blank in its name', () => {
    const files = {
      '/proc/self/mountinfo': '7 6 0:27 / /my\\040groups rw - cgroup2 cgroup rw\n',
      '/proc/self/cgroup': '0::/\n',
      ...inFolder('/my groups', limit),
    };
    expect(left(files)).toBe(300);
  });
});

describe('a machine', () => {
  it('without any group has no limit', () => {
    expect(left({})).toBe(Infinity);
    expect(left({ ...MOUNTED_V2, '/proc/self/cgroup': '0::/\n' })).toBe(Infinity);
  });

  it('with both versions has the limit of either', () => {
    const files = {
      ...MOUNTED_V1,
      '/proc/self/cgroup': '4:memory:/job\n0::/job\n',
      ...inFolder('/sys/fs/cgroup/memory/job', {
        'memory.limit_in_bytes': '900\n',
        'memory.usage_in_bytes': '100\n',
      }),
    };
    expect(left(files)).toBe(800);
    const second = { 'memory.max': '500\n', 'memory.current': '200\n' };
    expect(left({ ...files, ...inFolder('/sys/fs/cgroup/unified/job', second) })).toBe(300);
  });

  it.each(['', 'garbage', '-1', '1e9', '0x10', 'NaN', 'max max', '\u0000'])(
    'whose limit is %j has none that is known',
    (text) => {
      const files = {
        ...MOUNTED_V2,
        '/proc/self/cgroup': '0::/job\n',
        ...inFolder('/sys/fs/cgroup/job', { 'memory.max': text, 'memory.current': '10\n' }),
      };
      expect(left(files)).toBe(Infinity);
    },
  );

  it('whose files are garbage otherwise is taken at its limit', () => {
    const files = {
      '/proc/self/mountinfo': 'no mounts\n\n- - -\n32 23\n',
      '/proc/self/cgroup': 'no groups\n::\n0:\n',
      ...inFolder('/sys/fs/cgroup', {
        'memory.max': '1000\n',
        'memory.current': 'some\n',
        'memory.stat': 'inactive_file\nactive_file many\n\n',
      }),
    };
    expect(left(files)).toBe(1000);
  });
});
