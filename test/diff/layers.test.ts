import { describe, expect, it } from 'vitest';
import { compareLayers, outermost, outermostLayers } from '../../src/diff/layers.js';
import type { LayerFacts } from '../../src/documents/parts.js';

function layer(path: string, facts: Partial<LayerFacts> = {}): LayerFacts {
  return {
    path,
    type: 'Conv2d',
    inputShape: [1, 3, 8, 8],
    outputShape: [1, 3, 8, 8],
    kernelSize: [3, 3],
    groups: 1,
    params: 10,
    trainableParams: 10,
    multAdds: 640,
    ...facts,
  };
}

const differing = (...models: LayerFacts[][]) =>
  compareLayers(models)
    .filter(({ differs }) => differs)
    .map(({ path }) => path);

describe('compareLayers', () => {
  it('finds nothing if nothing differs', () => {
    expect(differing([layer(''), layer('a')], [layer(''), layer('a')])).toEqual([]);
  });

  it('finds a difference in each fact', () => {
    const changes: Partial<LayerFacts>[] = [
      { type: 'Linear' },
      { inputShape: [1, 3, 9, 9] },
      { outputShape: null },
      { kernelSize: [1, 1] },
      { groups: 3 },
      { params: 11 },
      { trainableParams: 0 },
      { multAdds: 641 },
    ];
    for (const change of changes) {
      expect(differing([layer('a')], [layer('a', change)])).toEqual(['a']);
    }
  });

  it('leaves out a container whose counts follow from the layers below it', () => {
    const before = [
      layer('', { params: 20 }),
      layer('a', { params: 20 }),
      layer('a.b'),
      layer('a.c'),
    ];
    const after = [
      layer('', { params: 15 }),
      layer('a', { params: 15 }),
      layer('a.b', { params: 5 }),
      layer('a.c'),
    ];
    expect(differing(before, after)).toEqual(['a.b']);
  });

  it('names a container that has changed itself', () => {
    const before = [layer(''), layer('a', { params: 20 }), layer('a.b')];
    expect(differing(before, [layer(''), layer('a', { params: 21 }), layer('a.b')])).toEqual(['a']);
    expect(
      differing(before, [
        layer(''),
        layer('a', { type: 'Block', params: 9 }),
        layer('a.b', { params: 9 }),
      ]),
    ).toEqual(['a', 'a.b']);
  });

  it('does not take a name that only begins alike for one below', () => {
    const before = [layer('a.1', { params: 1 }), layer('a.10', { params: 1 })];
    const after = [layer('a.1', { params: 2 }), layer('a.10', { params: 2 })];
    expect(differing(before, after)).toEqual(['a.1', 'a.10']);
  });

  it('tells calls of one module apart', () => {
    expect(differing([layer('a'), layer('a')], [layer('a')])).toEqual(['a']);
    expect(differing([layer('a'), layer('a')], [layer('a'), layer('a', { groups: 3 })])).toEqual([
      'a',
    ]);
  });

  it('puts a layer that the first model lacks where the other one has it', () => {
    const rows = compareLayers([
      [layer('a'), layer('d')],
      [layer('0'), layer('a'), layer('b'), layer('c'), layer('d'), layer('e')],
    ]);
    expect(rows.map(({ path }) => path)).toEqual(['0', 'a', 'b', 'c', 'd', 'e']);
    expect(rows.map(({ versions }) => versions.map((version) => version !== null))).toEqual([
      [false, true],
      [true, true],
      [false, true],
      [false, true],
      [true, true],
      [false, true],
    ]);
  });

  it('compares more than two', () => {
    const models = [[layer('a')], [layer('a')], [layer('a', { params: 1 }), layer('b')]];
    expect(differing(...models)).toEqual(['a', 'b']);
  });
});

describe('outermost', () => {
  it('lets a layer that was added stand for those below it', () => {
    const rows = compareLayers([[layer('a')], [layer('a'), layer('a.SE'), layer('a.SE.conv')]]);
    expect(outermost(rows.filter(({ differs }) => differs)).map(({ path }) => path)).toEqual([
      'a.SE',
    ]);
  });

  it('does not if it is there in other models than what holds it', () => {
    const rows = compareLayers([[layer('a')], [layer('a'), layer('a.b')], [layer('a.b')]]);
    expect(outermost(rows).map(({ path }) => path)).toEqual(['a', 'a.b']);
  });
});

describe('outermostLayers', () => {
  it('leaves out what lies below another', () => {
    const layers = [layer('a.SE'), layer('a.SE.conv'), layer('a.SE2'), layer('b.SE.conv')];
    expect(outermostLayers(layers).map(({ path }) => path)).toEqual(['a.SE', 'a.SE2', 'b.SE.conv']);
  });
});
