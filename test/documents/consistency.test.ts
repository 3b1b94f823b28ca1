import { describe, expect, it } from 'vitest';
import { baselineOf } from '../../src/check/baseline.js';
import type { BaselineDocument } from '../../src/documents/baseline.js';
import { contradictionIn } from '../../src/documents/consistency.js';
import type { SummaryDocument } from '../../src/documents/summary.js';
import { freeze } from '../../src/models/freeze.js';
import { createModel } from '../../src/models/create.js';
import { namedModels } from '../../src/models/registry.js';
import type { AnyModule } from '../../src/nn/index.js';
import type { Shape } from '../../src/ops/shape.js';
import { summary } from '../../src/run.js';
import type { TotalKey } from '../../src/summary/totals.js';
import { readBaselineFixture } from '../support/documents.js';
import { readJson } from '../support/fixtures.js';
import { ODD } from '../support/odd.js';
import { TREES } from '../support/trees.js';

interface Case {
  readonly name: string;
  readonly build: () => AnyModule;
  readonly shapes: readonly Shape[];
}

const CASES: readonly Case[] = [
  ...Object.entries(readJson('odd/cases.json')).map(([name, { inputSizes }]) => ({
    name,
    build: () => buildOf(ODD, name),
    shapes: inputSizes,
  })),
  ...Object.values(readJson('trees/cases.json')).map(({ model, inputSize }) => ({
    name: model,
    build: () => buildOf(TREES, model),
    shapes: [inputSize],
  })),
  ...namedModels().map(({ name }) => ({
    name,
    build: () => createModel(name),
    shapes: [[2, 3, 64, 64]],
  })),
];

function buildOf(models: Readonly<Record<string, () => AnyModule>>, name: string): AnyModule {
  const build = models[name];
  if (build === undefined) throw new Error(`there is no model ${name}`);
  return build();
}

function documentOf(model: AnyModule, shapes: readonly Shape[]): SummaryDocument {
  return summary(model, shapes).toJSON();
}

describe('a document that se-resnet writes', () => {
  it.each(CASES)('of $name contradicts itself in nothing', ({ build, shapes }) => {
    const document = documentOf(build(), shapes);
    expect(contradictionIn(document)).toBeNull();
    expect(contradictionIn(baselineOf(document))).toBeNull();
  });

  it('does not if parameters are frozen', () => {
    const model = createModel('se-resnet-18');
    freeze(model, ['conv1', 'layer1.0', 'layer3.1.SE.conv1.weight', 'linear.bias']);
    const document = documentOf(model, [[1, 3, 32, 32]]);
    // 64 x 3 x 9; two of 64 x 64 x 9, two BatchNorms, and SE with 2 x 64 x 4 + 64 + 4; 16 x 256; 1000.
    const frozen = 1728 + 2 * 36_864 + 2 * 128 + 580 + 4096 + 1000;
    expect(document.totals.nonTrainableParams).toBe(frozen);
    expect(contradictionIn(document)).toBeNull();
    expect(contradictionIn(baselineOf(document))).toBeNull();
  });

  it('lists all inputs in a baseline too', () => {
    const document = documentOf(
      buildOf(ODD, 'TwoInputs'),
      readJson('odd/cases.json')['TwoInputs']?.inputSizes ?? [],
    );
    expect(document.inputs).toHaveLength(2);
    expect(baselineOf(document).inputs).toEqual(document.inputs);
  });
});

const BASELINE = readBaselineFixture('se-resnet-18');

function withTotals(change: Partial<Record<TotalKey, number>>): BaselineDocument {
  return { ...BASELINE, totals: { ...BASELINE.totals, ...change } };
}

describe('a total that was edited', () => {
  it.each<[change: Partial<Record<TotalKey, number>>, contradiction: string]>([
    [
      { nonTrainableParams: 5 },
      'its totals say 5 non-trainable params, but its other totals make it 0',
    ],
    [
      { totalBytes: 529_399_681 },
      'its totals say 529,399,681 total bytes, but its other totals make it 529,399,680',
    ],
    [
      { inputBytes: 602_116, totalBytes: 529_399_684 },
      'its totals say 602,116 input bytes, but its input takes 602,112',
    ],
    [
      { params: 11_770_913, nonTrainableParams: 1 },
      'its totals say 11,770,913 params, but its layers add up to 11,770,912',
    ],
    [
      { trainableParams: 11_770_911, nonTrainableParams: 1 },
      'its totals say 11,770,911 trainable params, but its layers add up to 11,770,912',
    ],
    [{ multAdds: 1 }, 'its totals say 1 mult-adds, but its layers add up to 27,216,074,080'],
    [
      { paramBytes: 47_083_652, totalBytes: 529_399_684 },
      'its totals say 47,083,652 param bytes, but its layers add up to 47,083,648',
    ],
    [
      { forwardBackwardBytes: 481_713_912, totalBytes: 529_399_672 },
      'its totals say 481,713,912 forward/backward bytes, but its layers add up to 481,713,920',
    ],
  ])('contradicts the rest: %j', (change, contradiction) => {
    expect(contradictionIn(withTotals(change))).toBe(contradiction);
  });

  it('is found in a summary too', () => {
    const document = documentOf(createModel('resnet-18'), [[1, 3, 32, 32]]);
    for (const key of [
      'params',
      'trainableParams',
      'multAdds',
      'paramBytes',
      'inputBytes',
    ] as const) {
      const totals = { ...document.totals, [key]: document.totals[key] + 4 };
      expect(contradictionIn({ ...document, totals })).not.toBeNull();
    }
    const input: SummaryDocument['input'] = { shape: [2, 3, 32, 32], dtype: 'float32' };
    expect(contradictionIn({ ...document, input })).toBe(
      'its totals say 12,288 input bytes, but its input takes 24,576',
    );
  });
});

describe('layers that were edited', () => {
  const withLayers = (layers: BaselineDocument['layers']) => ({ ...BASELINE, layers });

  it('contradict the totals if there are more or fewer of them', () => {
    const { layers } = BASELINE;
    expect(contradictionIn(withLayers(layers.filter(({ path }) => path !== '')))).toBeNull();
    expect(contradictionIn(withLayers(layers.filter(({ path }) => path !== 'linear')))).toBe(
      // 1000 outputs of 512 weights and a bias.
      'its totals say 47,083,648 param bytes, but its layers add up to 45,031,648',
    );
    expect(contradictionIn(withLayers([]))).toBe(
      'its totals say 11,770,912 params, but its layers add up to 0',
    );
  });

  it('contradict the totals by the counts of a container', () => {
    const more = BASELINE.layers.map((layer) =>
      layer.path === 'layer1.0' ? { ...layer, params: layer.params + 1 } : layer,
    );
    expect(contradictionIn(withLayers(more))).toBe(
      'its totals say 11,770,912 params, but its layers add up to 11,770,913',
    );
  });

  it('contradict themselves if more parameters train than there are', () => {
    const [model, ...rest] = BASELINE.layers;
    const layers = rest.map((layer) => ({ ...layer, trainableParams: layer.params + 1 }));
    expect(contradictionIn(withLayers([...(model ? [model] : []), ...layers]))).toBe(
      'of the params of layers[1], more than all are trainable',
    );
  });

  it('that are in another order are for a comparison to find', () => {
    expect(contradictionIn(withLayers([...BASELINE.layers].reverse()))).toBeNull();
  });
});
