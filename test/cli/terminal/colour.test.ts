import { expect, it } from 'vitest';
import { colourLevel } from '../../../src/cli/terminal/colour.js';

type Env = Readonly<Record<string, string>>;

const CASES: [isTerminal: boolean, env: Env, level: number][] = [
  [false, {}, 0],
  [true, {}, 1],
  [true, { COLORTERM: 'truecolor' }, 3],
  [true, { TERM: 'dumb' }, 0],
  [true, { NO_COLOR: '1' }, 0],
  // no-color.org: present and not an empty string.
  [true, { NO_COLOR: '' }, 1],
  [false, { FORCE_COLOR: '' }, 1],
  [false, { FORCE_COLOR: '1' }, 1],
  [false, { FORCE_COLOR: 'true' }, 1],
  [false, { FORCE_COLOR: '2' }, 2],
  [false, { FORCE_COLOR: '3' }, 3],
  [true, { FORCE_COLOR: '0' }, 0],
  [true, { FORCE_COLOR: 'false' }, 0],
  [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, 1],
  [true, { FORCE_COLOR: '0', COLORTERM: 'truecolor' }, 0],
];

it.each(CASES)('terminal %s with %j: level %i', (isTTY, env, level) => {
  expect(colourLevel({ isTTY, write: () => true }, env)).toBe(level);
});
