import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { fixture } from '../../support/fixtures.js';
import { run } from '../../support/run.js';

const ARGS = ['summary', '--engine', 'meta', '--depth', '34', '--input-size', '1x3x64x64'];
const FLAGS = ['--col-names', 'kernel_size,output_size,num_params', '--verbose'];
const PLAIN = readFileSync(fixture('torchinfo', '1.6', 'depth34-verbose2.txt'), 'utf8');

describe('the table on a terminal', () => {
  it.each([{}, { COLORTERM: 'truecolor' }])('differs in colour alone: %j', async (env) => {
    const { stdout } = await run([...ARGS, ...FLAGS], { tty: true, env });
    expect(stdout).not.toBe(PLAIN);
    expect(stripVTControlCharacters(stdout)).toBe(PLAIN);
  });

  it('dims the tree, and sets containers, the header and totals off', async () => {
    const { stdout } = await run([...ARGS, ...FLAGS], { tty: true });
    const lines = stdout.split('\n');
    const [rule, header] = lines;
    const looks = (start: string) => lines.some((line) => line.startsWith(start));
    // SGR: 1 bold, 2 dim, 22 neither, 32 green, 39 the usual colour.
    expect(rule).toBe(`\u001b[2m${'='.repeat(120)}\u001b[22m`);
    expect(header?.startsWith('\u001b[1mLayer (type:depth-idx)')).toBe(true);
    expect(looks('\u001b[2m├─\u001b[22m\u001b[1mSequential: 1-3\u001b[22m ')).toBe(true);
    expect(looks('\u001b[2m├─\u001b[22mConv2d: 1-1 ')).toBe(true);
    // fixtures/torchinfo/1.6/depth34-verbose2.txt
    expect(lines).toContain('Total params: \u001b[1m\u001b[32m21,951,188\u001b[39m\u001b[22m');
  });

  it('is plain if NO_COLOR is set', async () => {
    const { stdout } = await run([...ARGS, ...FLAGS], { tty: true, env: { NO_COLOR: '1' } });
    expect(stdout).toBe(PLAIN);
  });
});

it('a pipe gets colour only if FORCE_COLOR asks for it', async () => {
  const { stdout } = await run([...ARGS, ...FLAGS], { env: { FORCE_COLOR: '1' } });
  expect(stdout).toContain('\u001b[');
  expect(stripVTControlCharacters(stdout)).toBe(PLAIN);
});
