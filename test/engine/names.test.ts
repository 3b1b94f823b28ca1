import { expect, it } from 'vitest';
import { ENGINES } from '../../src/engine/load.js';
import { ENGINE_NAMES } from '../../src/options.js';

it('--engine takes every engine that can be loaded, and auto and meta', () => {
  // The names stand in options.ts too, since a command on shapes alone loads no engine to list them.
  expect(ENGINE_NAMES).toEqual(['auto', ...ENGINES.map(({ name }) => name), 'meta']);
});
