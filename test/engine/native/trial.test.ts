import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tryInChild } from '../../../src/engine/native/trial.js';
import { temporaryFolder } from '../../support/temporary.js';

/** How a program that stands for the one that loads the library comes out. */
function trialOf(program: string, timeoutMs = 20_000): Promise<{ reason: string } | null> {
  const file = join(temporaryFolder(), 'program.mjs');
  writeFileSync(file, program);
  const tried = { engine: 'tensorflow', folder: '/tfjs-node' };
  return tryInChild({ ...tried, threads: 3, reserve: 7.5, program: file, timeoutMs });
}

describe('tryInChild', () => {
  it('is content with a program that ends well, and tells it what to try', async () => {
    const expected = JSON.stringify(['tensorflow', '/tfjs-node', '3', '8']);
    const program = `
      const told = process.argv.slice(2);
      process.exitCode = JSON.stringify(told) === ${JSON.stringify(expected)} ? 0 : 1;`;
    expect(await trialOf(program)).toBeNull();
  });

  it.each(['SIGBUS', 'SIGSEGV', 'SIGABRT', 'SIGILL'])('survives %s', async (signal) => {
    expect(
      await trialOf(`process.kill(process.pid, '${signal}'); setTimeout(() => 0, 9e9)`),
    ).toEqual({ reason: `it ended the process with ${signal}` });
  });

  it('gives the last line that the program wrote', async () => {
    const program = `process.stderr.write('noise\\nno such library.\\n'); process.exitCode = 1`;
    expect(await trialOf(program)).toEqual({ reason: 'no such library' });
    expect(await trialOf('process.exitCode = 3')).toEqual({
      reason: 'it ended the process with code 3',
    });
  });

  it('does not wait for ever', async () => {
    expect(await trialOf('setInterval(() => 0, 1000)', 500)).toEqual({
      reason: 'it did not answer within 0.5 s',
    });
  });

  it('is left out where there is no program for it, as in a bundle', async () => {
    expect(
      await tryInChild({ engine: '', folder: '', threads: 1, program: '/nonexistent.js' }),
    ).toBeNull();
  });
});
