/** The text of a file; null if it cannot be read. */
export type ReadText = (path: string) => string | null;

/**
 * The bytes that the control groups of this process (a container's, a service's) still let it have: the
 * least that any group from its own up to the topmost one in sight has left, where memory that holds
 * nothing but files counts as left, as in Linux's own MemAvailable. Infinity if none has a limit.
 *
 * Both versions are read, since a machine can have both mounted: version 2 (memory.max and memory.high,
 * https://docs.kernel.org/admin-guide/cgroup-v2.html) and version 1 (memory.limit_in_bytes,
 * https://docs.kernel.org/admin-guide/cgroup-v1/memory.html).
 */
export function cgroupBytesLeft(read: ReadText): number {
  const bytes = VERSIONS.flatMap((version) =>
    foldersOf(version, read).flatMap((folder, above) => {
      const readIn: ReadText = (file) => read(`${folder}/${file}`);
      return above === 0 || version.limitsThoseBelow(readIn) ? [version.bytesLeft(readIn)] : [];
    }),
  );
  return Math.min(...bytes);
}

interface CgroupVersion {
  /** Where it is mounted if /proc does not say. */
  readonly usualMount: string;
  isMount(type: string, superOptions: string): boolean;
  /** Whether a line of /proc/self/cgroup is about it. */
  isMembership(id: string, controllers: string): boolean;
  /** Whether a group's limit is for those below it too. */
  limitsThoseBelow(read: ReadText): boolean;
  /** What a group has left; Infinity if it has no limit. */
  bytesLeft(read: ReadText): number;
}

const VERSIONS: readonly CgroupVersion[] = [
  {
    usualMount: '/sys/fs/cgroup',
    isMount: (type) => type === 'cgroup2',
    isMembership: (id, controllers) => id === '0' && controllers === '',
    limitsThoseBelow: () => true,
    bytesLeft: (read) => {
      // Past memory.high a process is not ended, but slowed down until it seems to hang.
      const limit = Math.min(limitIn(read('memory.max')), limitIn(read('memory.high')));
      const stat = statistics(read('memory.stat'));
      const files = (stat.get('active_file') ?? 0) + (stat.get('inactive_file') ?? 0);
      return left(limit, read('memory.current'), files);
    },
  },
  {
    usualMount: '/sys/fs/cgroup/memory',
    isMount: (type, superOptions) =>
      type === 'cgroup' && superOptions.split(',').includes('memory'),
    isMembership: (_id, controllers) => controllers.split(',').includes('memory'),
    limitsThoseBelow: (read) => wholeNumberIn(read('memory.use_hierarchy')) !== 0,
    bytesLeft: (read) => {
      const stat = statistics(read('memory.stat'));
      // The least limit of all groups above, also of those that a container cannot see.
      const inherited = stat.get('hierarchical_memory_limit') ?? Infinity;
      const limit = Math.min(limitIn(read('memory.limit_in_bytes')), inherited);
      const files = (stat.get('total_active_file') ?? 0) + (stat.get('total_inactive_file') ?? 0);
      return left(limit, read('memory.usage_in_bytes'), files);
    },
  },
];

/** The folder of this process' group, then those of the groups above it, as far as they are mounted here. */
function foldersOf(version: CgroupVersion, read: ReadText): string[] {
  const { root, mount } = mountOf(version, read);
  const path = membershipOf(version, read);
  // In a container the path may be the one on the machine, of which less is mounted, or begin above
  // what is mounted (/../..).
  const inside = path === root || path.startsWith(root === '/' ? root : `${root}/`);
  const names = inside ? path.slice(root.length).split('/') : [];
  const below = names.includes('..') ? [] : names.filter((name) => name !== '');
  return Array.from({ length: below.length + 1 }, (_, above) =>
    [mount, ...below.slice(0, below.length - above)].join('/'),
  );
}

/** Where the groups are mounted, and the group that is there. */
function mountOf(version: CgroupVersion, read: ReadText): { root: string; mount: string } {
  // 36 35 98:0 /root /mount/point rw,noatime master:1 - type source superOptions (proc_pid_mountinfo(5))
  for (const line of lines(read('/proc/self/mountinfo'))) {
    const [place = '', filesystem = ''] = line.split(' - ', 2);
    const [, , , root, mount] = place.split(' ');
    const [type = '', , superOptions = ''] = filesystem.split(' ');
    if (root === undefined || mount === undefined) continue;
    if (version.isMount(type, superOptions))
      return { root: unescaped(root), mount: unescaped(mount) };
  }
  return { root: '/', mount: version.usualMount };
}

/** The path of this process' group, from the machine's or the container's topmost one. */
function membershipOf(version: CgroupVersion, read: ReadText): string {
  // id:controllers:path, with colons in the path possible (cgroups(7))
  for (const line of lines(read('/proc/self/cgroup'))) {
    const [, id, controllers, path] = /^(\d+):([^:]*):(.*)$/.exec(line) ?? [];
    if (id === undefined || controllers === undefined || path === undefined) continue;
    if (version.isMembership(id, controllers)) return path;
  }
  return '/';
}

/** Blanks and the like are octal in mountinfo: `\040`. */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}

function left(limit: number, usage: string | null, fileBytes: number): number {
  return Math.max(limit - Math.max((wholeNumberIn(usage) ?? 0) - fileBytes, 0), 0);
}

/** A limit's bytes; Infinity for `max`, or if there is none. */
function limitIn(text: string | null): number {
  return wholeNumberIn(text) ?? Infinity;
}

/** Lines of `name number`. */
function statistics(text: string | null): ReadonlyMap<string, number> {
  return new Map(
    lines(text).flatMap((line): [string, number][] => {
      const [name = '', number = ''] = line.split(' ');
      const value = wholeNumberIn(number);
      return value === null ? [] : [[name, value]];
    }),
  );
}

function wholeNumberIn(text: string | null): number | null {
  const digits = text?.trim() ?? '';
  return /^\d+$/.test(digits) ? Number(digits) : null;
}

function lines(text: string | null): string[] {
  return text?.split('\n') ?? [];
}
