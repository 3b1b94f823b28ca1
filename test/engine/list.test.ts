import { expect, it } from 'vitest';
import { allEngines, engineNames, enginesInTurn } from '../../src/engine/list.js';

it('has the engines under their own names, fastest first', async () => {
  expect(engineNames()).toEqual(['onnxruntime', 'tensorflow', 'wasm']);
  expect((await allEngines()).map(({ name }) => name)).toEqual(engineNames());
});

it('gives those that are wanted, one after the other', async () => {
  const names: string[] = [];
  for await (const { name } of enginesInTurn((name) => name !== 'tensorflow')) names.push(name);
  expect(names).toEqual(['onnxruntime', 'wasm']);
});
