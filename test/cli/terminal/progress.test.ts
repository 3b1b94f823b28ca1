import { expect, it } from 'vitest';
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
  return { written, clock, line: new ProgressLine(stream, () => clock.now) };
}

it('tells how far the work has come', () => {
  const { written, clock, line } = terminal(80);
  clock.now = 1250;
  line.update(3, 8, 'layer1.0.conv1');
  expect(written).toEqual(['\r 37%  1.3 s  layer1.0.conv1\u001b[K']);
});

it('is not drawn more often than every 80 ms', () => {
  const { written, clock, line } = terminal(80);
  for (const now of [0, 40, 79, 80, 159, 160]) {
    clock.now = now;
    line.update(now, 200, '');
  }
  expect(written).toHaveLength(3);
});

it('stays within the width of the terminal', () => {
  const { written, line } = terminal(12);
  line.update(1, 2, 'a name that is too long');
  expect(written).toEqual(['\r 50%  0.0 s\u001b[K']);
});

it('is wiped away, if it was drawn', () => {
  const { written, line } = terminal(80);
  line.clear();
  expect(written).toEqual([]);
  line.update(0, 1, '');
  line.clear();
  expect(written.at(-1)).toBe('\r\u001b[K');
});
