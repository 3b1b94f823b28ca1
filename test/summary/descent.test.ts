import { expect, it } from 'vitest';
import { Recorder } from '../../src/engine/record.js';
import { Module, ReLU, Sequential } from '../../src/nn/index.js';
import { Descent } from '../../src/summary/descent.js';
import { trace } from '../../src/trace/trace.js';

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

    override forward<T>(x: T): T {
      return x;
    }
  }
  const { nodes } = trace(new Identity(), new Recorder([1]).input()).trace;
  const descent = new Descent();
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
