import { spawnSync } from 'node:child_process';
import { expect, it, onTestFinished } from 'vitest';
import { ProgressLine } from '../../../src/cli/terminal/progress.js';

/** A terminal of some columns, and a clock that stands still until it is set. */
function terminal(columns: number) {
  const written: string[] = [];
  const clock = { now: 0 };
  const stream = {
    columns,
    write(text: string) {
      written.push(text);
      return true;
    },
  };
  const line = new ProgressLine(stream, () => clock.now);
  onTestFinished(() => {
    line.clear();
  });
  return { written, clock, line };
}

it('tells how far the work has come', async () => {
  const { written, clock, line } = terminal(80);
  clock.now = 1250;
  await line.update(3, 8, 'layer1.0.conv1');
  expect(written).toEqual(['\r 37%  1.3 s  layer1.0.conv1\u001b[K']);
});

it('is not drawn more often than every 80 ms', async () => {
  const { written, clock, line } = terminal(80);
  for (const now of [0, 40, 79, 80, 159, 160]) {
    clock.now = now;
    await line.update(now, 200, '');
  }
  expect(written).toHaveLength(3);
});

it('stays within the width of the terminal', async () => {
  const { written, line } = terminal(12);
  await line.update(1, 2, 'a name that is too long');
  expect(written).toEqual(['\r 50%  0.0 s\u001b[K']);
});

it('is wiped away, if it was drawn', async () => {
  const { written, line } = terminal(80);
  line.clear();
  expect(written).toEqual([]);
  await line.update(0, 1, '');
  line.clear();
  expect(written.at(-1)).toBe('\r\u001b[K');
});

it('shows the names of layers without their control characters', async () => {
  const { written, line } = terminal(80);
  await line.update(0, 1, '\u001b[31mred\n');
  expect(written).toEqual(['\r  0%  0.0 s  \\x1b[31mred\\n\u001b[K']);
});

it('is wiped away by a signal, which ends the program as it does any other', () => {
  const program = `
    import { ProgressLine } from '${new URL('../../../dist/cli/terminal/progress.js', import.meta.url).href}';
    const line = new ProgressLine(process.stdout);
    const pause = line.update(0, 1, 'work');
    process.kill(process.pid, 'SIGTERM');
    await pause;
    await new Promise((resolve) => setTimeout(resolve, 2000));
    process.stdout.write('the work went on');
  `;
  const { stdout, signal } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', program],
    { encoding: 'utf8' },
  );
  expect([stdout, signal]).toEqual(['\r  0%  0.0 s  work\u001b[K\r\u001b[K', 'SIGTERM']);
});
