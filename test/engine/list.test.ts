import { expect, it } from 'vitest';
import { allEngines, engineNames } from '../../src/engine/list.js';

it('has the engines under their own names, fastest first', async () => {
  expect(engineNames()).toEqual(['tensorflow', 'wasm']);
  expect((await allEngines()).map(({ name }) => name)).toEqual(engineNames());
});
