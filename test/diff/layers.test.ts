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

  it('names a container whose counts changed by more than those of the layers below it', () => {
    const model = (own: number, below: number) => [
      layer('', { params: own + below, trainableParams: 0, multAdds: 640 }),
      layer('a', { params: own + below, trainableParams: 0, multAdds: 640 }),
      layer('a.b', { params: below, trainableParams: 0 }),
    ];
    expect(differing(model(3, 7), model(3, 8))).toEqual(['a.b']);
    expect(differing(model(3, 7), model(4, 8))).toEqual(['a', 'a.b']);
    expect(differing(model(3, 7), model(4, 7))).toEqual(['a']);
  });

  it('adds up the multiply-adds of all calls', () => {
    const calls = (each: number) => [
      layer('', { multAdds: 2 * each }),
      layer('a', { multAdds: each }),
      layer('a.b', { multAdds: each }),
      layer('a', { multAdds: each }),
      layer('a.b', { multAdds: each }),
    ];
    expect(differing(calls(5), calls(6))).toEqual(['a.b', 'a.b']);
    const [model, first, ...rest] = calls(5);
    const shifted = [model, first && { ...first, multAdds: 6 }, ...rest];
    expect(
      differing(
        calls(5),
        shifted.filter((item) => item !== undefined),
      ),
    ).toEqual(['a']);
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

  it('tells which layers are called in another order', () => {
    const reordered = (...models: string[][]) =>
      compareLayers(models.map((paths) => paths.map((path) => layer(path))))
        .filter((row) => row.reordered)
        .map(({ path }) => path);
    expect(reordered(['', 'a', 'b', 'c'], ['', 'a', 'b', 'c'])).toEqual([]);
    expect(reordered(['', 'a', 'b', 'c'], ['', 'b', 'c', 'a'])).toEqual(['a']);
    expect(reordered(['', 'a', 'b', 'c'], ['', 'x', 'c', 'y'])).toEqual([]);
    expect(reordered(['a', 'b', 'c'], ['a', 'b', 'c'], ['c', 'a', 'b'])).toEqual(['c']);
    // The second call of a module comes before another one's.
    expect(reordered(['a', 'b', 'a'], ['b', 'a', 'a'])).toHaveLength(1);
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

describe('50,000 layers', () => {
  const count = 50_000;
  const made = (path: (index: number) => string, facts: Partial<LayerFacts> = {}) =>
    Array.from({ length: count }, (_, index) => layer(path(index), facts));
  /** Milliseconds; what is not linear takes minutes. */
  const most = 5000;

  it.each<[what: string, models: LayerFacts[][], differing: number]>([
    ['are the same', [made((i) => `l${String(i)}`), made((i) => `l${String(i)}`)], 0],
    [
      'all differ',
      [made((i) => `l${String(i)}`), made((i) => `l${String(i)}`, { groups: 3 })],
      count,
    ],
    [
      'are all different ones',
      [made((i) => `a.${String(i)}`), made((i) => `b.${String(i)}`)],
      2 * count,
    ],
    ['are calls of one module', [made(() => 'a'), made(() => 'a', { groups: 3 })], count],
    ['are there once', [made((i) => `a.${String(i)}.b`), []], count],
    ['are deep', [made((i) => `${'a.'.repeat(i % 100)}${String(i)}`), []], count],
  ])('that %s are compared in seconds', (_, models, expected) => {
    const before = performance.now();
    const rows = compareLayers(models);
    const shown = rows.filter(({ differs }) => differs);
    outermost(shown);
    outermostLayers(models[0] ?? []);
    expect(performance.now() - before).toBeLessThan(most);
    expect(shown).toHaveLength(expected);
  });

  it('in another order are compared in seconds', () => {
    const layers = made((index) => `l${String(index)}`);
    const before = performance.now();
    const rows = compareLayers([layers, [...layers].reverse()]);
    expect(performance.now() - before).toBeLessThan(most);
    expect(rows.filter(({ reordered }) => reordered)).toHaveLength(count - 1);
  });

  it('may have paths of 100,000 names', () => {
    const path = Array.from({ length: 100_000 }, () => 'a').join('.');
    const before = performance.now();
    expect(differing([layer(''), layer(path)], [layer(''), layer(path, { params: 1 })])).toEqual([
      path,
    ]);
    expect(
      outermostLayers([layer(path), layer(`${path}.b`), layer('.'.repeat(100_000))]),
    ).toHaveLength(2);
    expect(performance.now() - before).toBeLessThan(most);
  });
});
