import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../src/models/catalogue.js';
import { createModel, modelNames } from '../../src/models/create.js';
import { describeModel } from '../../src/models/registry.js';
import { ZOO } from '../../src/models/zoo/all.js';
import { DEPRECATED } from '../../src/models/zoo/timm/deprecated.js';
import { summary } from '../../src/run.js';
import { readZooRows } from '../support/zoo.js';

// What the build writes, and `list` prints, of everything that can be named.

const parse: (json: string) => Catalogue = JSON.parse;
const { networks, architectures, deprecated } = parse(
  readFileSync(new URL('../../dist/catalogue.json', import.meta.url), 'utf8'),
);

it('has every name once, in the order of the library', () => {
  expect(networks.map(({ name }) => name)).toEqual(modelNames());
  expect(new Set(modelNames()).size).toBe(networks.length);
  expect(architectures).toEqual(ZOO.map(({ name }) => name));
  expect(deprecated).toEqual(Object.fromEntries(DEPRECATED));
});

describe('an entry is what its network is, built again by its name', () => {
  it.each(networks)('$name', (entry) => {
    const model = createModel(entry.name);
    const { params, multAdds, flops } = summary(model, entry.inputShape).by('1.8').totals;
    const { name, type, arch, options, source } = describeModel(model);
    expect({ name, type, arch, options, source, params, multAdds, flops }).toEqual({
      ...entry,
      inputShape: undefined,
    });
  });
});

/** By the references: parameters, multiply-accumulates and the usual input. */
describe('an entry has the numbers of its zoo', () => {
  const entries = new Map(networks.map((entry) => [entry.name, entry]));
  const rows = readZooRows('zoo.tsv').map((row) => ({
    ...row,
    title: `${row['source'] ?? ''}/${row['name'] ?? ''}`,
    input: row['input'] ?? '',
    params: Number(row['params']),
    macs: Number(row['macs_conv_linear']),
  }));
  // Another input than the usual one is no network of its own.
  const usual = rows.filter(
    ({ title, input }) => entries.get(title)?.inputShape.join('x') === input,
  );

  it('of most rows', () => {
    expect(usual.length).toBeGreaterThan(100);
  });

  it.each(usual)('$title', ({ title, params, macs }) => {
    expect(entries.get(title)).toMatchObject({ params, flops: 2 * macs });
  });
});

/** The totals that the article and the paper's authors have published, and the input of each data set. */
it.each<[name: string, params: number, input: string]>([
  ['se-resnet-50', 28_080_344, '1x3x224x224'],
  ['resnet-50', 25_549_352, '1x3x224x224'],
  ['paper/se-resnet-50', 28_088_024, '1x3x224x224'],
  ['paper/se-resnet-101', 49_326_872, '1x3x224x224'],
  ['paper/se-resnet-152', 66_821_848, '1x3x224x224'],
  ['paper/se-resnext-50', 27_559_896, '1x3x224x224'],
  ['paper/se-resnext-101', 48_955_416, '1x3x224x224'],
  ['paper/senet-154', 115_088_984, '1x3x224x224'],
  ['paper/se-bn-inception', 11_931_622, '1x3x224x224'],
  ['paper/resnet-50', 25_557_032, '1x3x224x224'],
  ['paper/resnext-50', 25_028_904, '1x3x224x224'],
  ['paper/bn-inception', 11_285_224, '1x3x224x224'],
  ['pretrainedmodels/bninception', 11_295_240, '1x3x224x224'],
  ['pytorchcv/resnet20_cifar10', 272_474, '1x3x32x32'],
  ['pytorchcv/resnet20_svhn', 272_474, '1x3x32x32'],
])('%s', (name, params, input) => {
  const entry = networks.find((network) => network.name === name);
  expect([entry?.params, entry?.inputShape.join('x')]).toEqual([params, input]);
});
