import { expect, it } from 'vitest';
import { Module, ReLU, Sequential } from '../../src/nn/index.js';
import { Descent } from '../../src/summary/descent.js';
import { readTree } from '../../src/trace/tree.js';

it('tells which containers are entered without a row of their own', () => {
  class Model extends Module {
    readonly a = new Sequential(new Sequential(new ReLU(), new ReLU()), new ReLU());
    readonly b = new ReLU();

    override forward(): never {
      throw new Error('is not called');
    }
  }
  class Identity extends Module {
    readonly model = new Model();

    override forward(): never {
      throw new Error('is not called');
    }
  }
  const { nodes } = readTree(new Identity());
  const descent = new Descent(nodes);
  const enter = (path: string): string[] => {
    const node = nodes.find((other) => other.path === path);
    if (node === undefined) throw new Error(`there is no ${path}`);
    return descent.enter(node).map((holder) => holder.path);
  };
  expect(enter('')).toEqual([]);
  expect(enter('model.a.0.0')).toEqual(['model', 'model.a', 'model.a.0']);
  expect(enter('model.a.0.1')).toEqual([]);
  expect(enter('model.a.1')).toEqual([]);
  expect(enter('model.b')).toEqual([]);
  expect(enter('model.a')).toEqual([]);
  expect(enter('model.a.0.0')).toEqual(['model.a.0']);
});
