import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fixture } from '../support/fixtures.js';
import { temporaryFolder } from '../support/temporary.js';

// The program as a shell runs it: built, in a process of its own. `npm test` builds it first.

const BIN = fileURLToPath(new URL('../../bin/se-resnet.js', import.meta.url));

/** Runs a line of shell in which "$@" is the program and what is to be handed to it. */
function shell(line: string, args: readonly string[], cwd = temporaryFolder()) {
  const program = [process.execPath, BIN, ...args];
  const env = { PATH: process.env['PATH'] };
  return spawnSync('bash', ['--norc', '-c', line, 'bash', ...program], {
    cwd,
    encoding: 'utf8',
    env,
  });
}

const HELD = ['check', '--depth', '18', '--params', '11770912'];
const FAILED = ['check', '--depth', '18', '--params', '1'];

describe('exit codes', () => {
  it('are 0 if all held, 1 if something moved, 2 if nothing could be checked', () => {
    expect(shell('"$@"', HELD).status).toBe(0);
    expect(shell('"$@"', FAILED).status).toBe(1);
    const impossible = shell('"$@"', ['check', '--depth', '17', '--params', '1']);
    expect(impossible.status).toBe(2);
    expect(impossible.stdout).toBe('');
  });
});

describe('a closed pipe', () => {
  it('changes no exit code and is not spoken of', () => {
    for (const [args, status] of [
      [HELD, 0],
      [FAILED, 1],
      [[...FAILED, '--json'], 1],
      [['list'], 0],
    ] as const) {
      const folder = temporaryFolder();
      // `true` has ended before the program begins to write.
      const { stderr } = shell('"$@" | true; echo "${PIPESTATUS[0]}" > status', args, folder);
      expect(stderr).toBe('');
      expect(readFileSync(join(folder, 'status'), 'utf8')).toBe(`${String(status)}\n`);
    }
  });

  it('of both streams changes none either', () => {
    const folder = temporaryFolder();
    shell('"$@" 2>&1 | true; echo "${PIPESTATUS[0]}" > status', FAILED, folder);
    expect(readFileSync(join(folder, 'status'), 'utf8')).toBe('1\n');
  });
});

describe('a full disk', () => {
  it('is told of, and is no success', () => {
    const { status, stderr } = shell('"$@" > /dev/full', HELD);
    expect(stderr).toBe('error: The output cannot be written: the disk is full.\n');
    expect(status).toBe(2);
  });

  it('is told of after a part of the output has found room', () => {
    const folder = temporaryFolder();
    const json = ['summary', '--engine', 'meta', '--depth', '50', '--json'];
    const { status, stderr } = shell('ulimit -f 8; "$@" > out', json, folder);
    expect(stderr).toBe(
      'error: The output cannot be written: it would be larger than a file may be here.\n',
    );
    expect(status).toBe(2);
    expect(statSync(join(folder, 'out')).size).toBe(8 * 1024);
  });

  it('is told of beside the baseline that was written before', () => {
    const folder = temporaryFolder();
    const update = ['check', '--depth', '18', '--baseline', 'b.json', '--update'];
    const { status, stderr } = shell('"$@" > /dev/full', update, folder);
    expect(stderr).toBe(
      'error: The output cannot be written: the disk is full.\nWritten before that: b.json.\n',
    );
    expect(status).toBe(2);
    expect(readdirSync(folder)).toEqual(['b.json']);
  });
});

describe('-o /dev/stdout', () => {
  const PARAMS = ['summary', '--engine', 'meta', '--depth', '18', '--print', 'params'];

  it('writes where a redirection leads, without replacing the file', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'out'), 'before\n');
    for (const path of ['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1']) {
      const { ino } = statSync(join(folder, 'out'));
      expect(shell('"$@" >> out', [...PARAMS, '-o', path], folder).status).toBe(0);
      expect(statSync(join(folder, 'out')).ino).toBe(ino);
    }
    const line = '11770912\n';
    expect(readFileSync(join(folder, 'out'), 'utf8')).toBe(`before\n${line.repeat(3)}`);
  });

  it('writes into pipes, named ones and other descriptors too', () => {
    const folder = temporaryFolder();
    expect(shell('"$@" | cat', [...PARAMS, '-o', '/dev/stdout'], folder).stdout).toBe('11770912\n');
    expect(shell('"$@" 3>&1 >/dev/null | cat', [...PARAMS, '-o', '/dev/fd/3']).stdout).toBe(
      '11770912\n',
    );
    const named = shell('mkfifo p; cat p & "$@"; wait; test -p p', [...PARAMS, '-o', 'p'], folder);
    expect([named.stdout, named.status]).toEqual(['11770912\n', 0]);
  });
});

describe('a baseline that is a pipe', () => {
  it('is not waited for, but refused', () => {
    const update = ['check', '--depth', '18', '--baseline', '/dev/stdout', '--update'];
    const { stderr } = shell('"$@" | cat', update);
    expect(stderr).toContain('--update would write over /dev/stdout, which is not a baseline.');
    const compared = shell('"$@" | cat', update.slice(0, -1));
    expect(compared.stderr).toBe(
      'error: /dev/stdout cannot be read: it is what this program writes to.\n',
    );
  });
});

describe('a working folder that is gone', () => {
  it('has nothing to check', () => {
    const { status, stderr } = shell('mkdir gone; cd gone; rmdir ../gone; "$@"', ['check']);
    expect(stderr).toMatch(/^error: There is nothing to check: .*\nFor a single model: .*\n$/);
    expect(status).toBe(2);
  });
});

describe('a write that is interrupted', () => {
  /** Bytes of a block by which bash limits the size of a file. */
  const BLOCK = 1024;

  it('leaves the old baseline whole', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'b.json');
    const old = readFileSync(fixture('baselines', 'se-resnet-18.json'), 'utf8').replace(
      '"depth": 18',
      '"depth": 19',
    );
    expect(old.length).toBeGreaterThan(4 * BLOCK);
    writeFileSync(file, old);
    const update = ['check', '--depth', '18', '--baseline', file, '--update'];
    const { status, stdout } = shell('ulimit -f 4; "$@"', update, folder);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(readFileSync(file, 'utf8')).toBe(old);
    expect(readdirSync(folder)).toEqual(['b.json']);
    // And without the limit the same command does write.
    expect(shell('"$@"', update, folder).status).toBe(0);
    expect(readFileSync(file, 'utf8')).not.toBe(old);
  });

  it('leaves the file of -o whole', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'summary.json'), 'old');
    const args = ['summary', '--engine', 'meta', '--json', '-o', 'summary.json'];
    expect(shell('ulimit -f 4; "$@"', args, folder)).toMatchObject({
      status: 2,
      stderr:
        'error: --output names summary.json, which cannot be written: it would be larger than a file ' +
        'may be here.\nNothing was changed.\n',
    });
    expect(readdirSync(folder)).toEqual(['summary.json']);
    expect(readFileSync(join(folder, 'summary.json'), 'utf8')).toBe('old');
  });
});

describe('the examples of the help', () => {
  for (const command of ['check', 'compare', 'list']) {
    it(`of ${command} work when pasted`, () => {
      const folder = temporaryFolder();
      // What the example without flags reads.
      const models = [{ name: 'x', depth: 10, limits: { maxParams: 10_000_000 } }];
      writeFileSync(join(folder, 'se-resnet.config.json'), JSON.stringify(models));
      const { stdout: help } = shell('"$@"', [command, '--help'], folder);
      const examples = help.match(/^ {2}\$ se-resnet .*$/gm) ?? [];
      expect(examples.length).toBeGreaterThan(1);
      for (const example of examples) {
        const [words = ''] = example.replace(/^ {2}\$ se-resnet /, '').split(/ {2,}/);
        const result = shell(`"$@" ${words}`, [], folder);
        expect([example, result.status]).toEqual([example, 0]);
        expect(result.stderr).not.toContain('error');
      }
    });
  }
});
