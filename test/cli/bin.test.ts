import { execFile, type ExecFileException } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fixture } from '../support/fixtures.js';

/** Runs the compiled program as a process of its own; `npm test` builds it first. */
const BIN = fileURLToPath(new URL('../../bin/se-resnet.js', import.meta.url));

interface Finished {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

function execute(file: string, args: readonly string[]): Promise<Finished> {
  return new Promise((resolve) => {
    const env = { ...process.env };
    for (const name of ['FORCE_COLOR', 'NO_COLOR', 'NODE_OPTIONS'])
      Reflect.deleteProperty(env, name);
    execFile(file, [...args], { env }, (error: ExecFileException | null, stdout, stderr) => {
      resolve({ stdout, stderr, exitCode: typeof error?.code === 'number' ? error.code : 0 });
    });
  });
}

function bin(...args: string[]): Promise<Finished> {
  return execute(process.execPath, [BIN, ...args]);
}

describe('the flags of the engine', () => {
  const flags = ['--depth', '10', '--input-size', '1x3x32x32', '--engine', 'wasm', '--json'];
  const parse: (text: string) => { engine: { threads: number; peakBytes: number } } = JSON.parse;
  const engineOf = async (...more: string[]) =>
    parse((await bin('summary', ...flags, ...more)).stdout).engine;

  it('one thread a processor, eight at the most, unless --threads asks for fewer', async () => {
    expect((await engineOf()).threads).toBe(Math.min(availableParallelism(), 8));
    expect((await engineOf('--threads', '1')).threads).toBe(1);
    expect((await engineOf('--threads', '100000')).threads).toBe(
      Math.min(availableParallelism(), 8),
    );
  });

  it('--no-fold gives the same table, from kernels that each run by themselves', async () => {
    const table = ['summary', '--depth', '10', '--input-size', '1x3x32x32', '--engine', 'wasm'];
    const [folded, unfolded] = await Promise.all([bin(...table), bin(...table, '--no-fold')]);
    expect(unfolded).toEqual(folded);
    expect(folded.stdout).toContain('BatchNorm2d: 1-2');
  });

  it('DEBUG=se-resnet shows where an error comes from', async () => {
    process.env['DEBUG'] = 'se-resnet';
    const { stderr, exitCode } = await bin('summary', '--depth', '51');
    delete process.env['DEBUG'];
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^error: --depth takes .*\n.*\nUsageError: .*\n {4}at /);
  });
});

describe('the program as a process', () => {
  it('prints the table and nothing else', async () => {
    const result = await bin('summary', '--depth', '18', '--engine', 'meta');
    expect(result).toEqual({
      stdout: readFileSync(fixture('torchinfo', '1.6', 'depth18.txt'), 'utf8'),
      stderr: '',
      exitCode: 0,
    });
  });

  it('prints the same from a real pass, and ends by itself', async () => {
    const flags = ['--depth', '18', '--num-classes', '10', '--input-size', '1x3x32x32'];
    const result = await bin('summary', ...flags, '--engine', 'wasm');
    expect(result).toEqual({
      stdout: readFileSync(fixture('torchinfo', '1.6', 'depth18-cifar.txt'), 'utf8'),
      stderr: '',
      exitCode: 0,
    });
  });

  it('prints JSON that parses', async () => {
    const { stdout, stderr, exitCode } = await bin('summary', '--engine', 'meta', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 2,
      kind: 'summary',
      model: { name: 'se-resnet-50' },
    });
    expect([stderr, exitCode]).toEqual(['', 0]);
  });

  it.each([
    [['--version'], 0],
    [['--help'], 0],
    [['summary', '--help'], 0],
    [['summary', '--depth', '51'], 2],
    [['summary', '--no-such-flag'], 2],
    [['no-such-command'], 2],
  ])('%j exits with %i', async (args, exitCode) => {
    const result = await bin(...args);
    expect(result.exitCode).toBe(exitCode);
    expect(exitCode === 0 ? result.stderr : result.stdout).toBe('');
    expect(exitCode === 0 ? result.stdout : result.stderr).not.toBe('');
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });

  it('refuses an input that an engine cannot hold, before it starts', async () => {
    const flags = ['--engine', 'wasm', '--input-size', '4096x3x224x224'];
    const { stdout, stderr, exitCode } = await bin('summary', ...flags);
    expect(stderr).toMatch(
      /^error: This input may need \d+\.\d+ GB on the wasm engine, and 4\.29 GB is what its heap can grow to\.\n/,
    );
    expect(stderr).toContain('--engine meta');
    expect([stdout, exitCode]).toEqual(['', 2]);
  });
});

describe('a reader that stops reading', () => {
  const quoted = [process.execPath, BIN].map((part) => `'${part}'`).join(' ');

  it.each([
    ['a table', '--depth 152 --engine meta --layer-depth 9 --verbose'],
    ['a table of a real pass', '--depth 10 --engine wasm --input-size 1x3x32x32'],
    ['a document larger than a pipe holds', '--depth 269 --engine meta --json'],
  ])('ends %s quietly', async (_what, flags) => {
    const command = `${quoted} summary ${flags} | head -1; exit "\${PIPESTATUS[0]}"`;
    const { stdout, stderr, exitCode } = await execute('bash', ['-c', command]);
    expect(stdout.split('\n')).toHaveLength(2);
    expect([stderr, exitCode]).toEqual(['', 0]);
  });
});
