import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runTool } from '../../../src/engine/install/tools.js';
import { temporaryFolder } from '../../support/temporary.js';

const NEVER = new AbortController().signal;
const BUILT = fileURLToPath(new URL('../../../dist/engine/install/tools.js', import.meta.url));

describe('runTool', () => {
  it('says which program is not there', async () => {
    await expect(
      runTool('no-such-tool', ['x'], { cwd: temporaryFolder(), signal: NEVER }),
    ).rejects.toThrow(/^no-such-tool failed: it is not installed\.$/);
  });

  it('gives the last lines that a program wrote', async () => {
    const script = 'for i in 1 2 3 4; do echo "line $i"; done; exit 3';
    await expect(
      runTool('sh', ['-c', script], { cwd: temporaryFolder(), signal: NEVER, label: 'counting' }),
    ).rejects.toThrow(/^counting failed: line 2 line 3 line 4$/);
  });

  it('passes arguments on as they are', async () => {
    const folder = temporaryFolder();
    const odd = `a b'"$x\n;é`;
    await runTool('sh', ['-c', 'printf %s "$1" > out', 'sh', odd], { cwd: folder, signal: NEVER });
    expect(readFileSync(join(folder, 'out'), 'utf8')).toBe(odd);
  });

  it('ends what the program has left running', async () => {
    const folder = temporaryFolder();
    const script = '(sleep 0.7; touch late) & exit 0';
    await runTool('sh', ['-c', script], { cwd: folder, signal: NEVER });
    await setTimeout(1000);
    expect(existsSync(join(folder, 'late'))).toBe(false);
  });

  it('ends the program if this process is killed', async () => {
    const folder = temporaryFolder();
    const program = `
      import { runTool } from ${JSON.stringify(BUILT)};
      const script = 'touch started; sleep 1; touch late';
      await runTool('sh', ['-c', script], {
        cwd: ${JSON.stringify(folder)},
        signal: new AbortController().signal,
      });`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
    while (!existsSync(join(folder, 'started'))) await setTimeout(20);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await setTimeout(1300);
    expect(existsSync(join(folder, 'late'))).toBe(false);
  });
});
