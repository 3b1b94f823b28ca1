import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { allEngines } from '../../src/engine/list.js';
import { chooseEngines } from '../support/engine-choice.js';

const BIN = fileURLToPath(new URL('../../bin/se-resnet.js', import.meta.url));
const { tested } = chooseEngines(await allEngines());

interface Version {
  readonly folder: string;
  readonly limitFile: string;
}

const VERSIONS: readonly Version[] = [
  { folder: '/sys/fs/cgroup/memory', limitFile: 'memory.limit_in_bytes' },
  { folder: '/sys/fs/cgroup', limitFile: 'memory.max' },
];

/** A control group with this limit, in which a shell can put itself; null if this user may make none. */
function makeGroup(limitBytes: number): string | null {
  for (const { folder, limitFile } of VERSIONS) {
    const group = `${folder}/se-resnet-test-${String(process.pid)}`;
    try {
      mkdirSync(group);
      if (existsSync(`${group}/${limitFile}`)) {
        writeFileSync(`${group}/${limitFile}`, String(limitBytes));
        return group;
      }
      rmdirSync(group);
    } catch {
      // Not mounted, or not for this user.
    }
  }
  return null;
}

const LIMIT = 250e6;
const group = makeGroup(LIMIT);

// The compiled program; `npm test` builds it first.
describe.skipIf(group === null)('in a container with 250 MB', () => {
  afterAll(() => {
    if (group !== null) rmdirSync(group);
  });

  const inGroup = (...args: string[]) =>
    spawnSync(
      'sh',
      [
        '-c',
        `echo $$ > '${String(group)}/cgroup.procs' && exec "$0" "$@"`,
        process.execPath,
      ].concat(BIN, 'summary', args),
      { encoding: 'utf8' },
    );

  it.each(tested.map(({ name }) => name))('%s refuses what would be killed', (name) => {
    const { status, stdout, stderr } = inGroup('--engine', name, '--depth', '50');
    expect(stderr).toMatch(
      /^error: This input may need 0\.\d\d GB on the \w+ engine, and 0\.2\d GB is what the memory limit of its container leaves it\.\n/,
    );
    expect([status, stdout]).toEqual([2, '']);
  });

  it('auto takes an engine that has room', () => {
    // The native engines need a quarter of a gigabyte for it, with the margin that is left.
    const flags = ['--depth', '34', '--threads', '1', '--json'];
    const { status, stdout, stderr } = inGroup(...flags);
    expect([status, stderr]).toEqual([0, '']);
    const parse: (text: string) => { engine: { name: string } } = JSON.parse;
    expect(parse(stdout).engine.name).toBe('wasm');
  });
});
