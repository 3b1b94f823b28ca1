import { describe, expect, it } from 'vitest';
import { ModelError } from '../../../../src/errors.js';
import type { OptionValues } from '../../../../src/models/option.js';
import { senet } from '../../../../src/models/zoo/timm/senet.js';
import type { AnyModule } from '../../../../src/nn/index.js';
import type { Shape } from '../../../../src/ops/shape.js';
import { record } from '../../../../src/trace/recorder.js';
import { thrownBy } from '../../../support/errors.js';

function build(given: OptionValues): AnyModule {
  return senet.build(senet.resolve({ layers: [1, 1, 1, 1], numClasses: 10, ...given }));
}

function shapeOf(model: AnyModule, key: string): Shape | undefined {
  return model.stateDict().find(([name]) => name === key)?.[1].shape;
}

function outputOf(model: AnyModule, input: Shape, path = ''): Shape | undefined {
  const { nodes, calls } = record(model, [input]);
  const id = nodes.find((node) => node.path === path)?.moduleId;
  return calls.find(({ moduleId }) => moduleId === id)?.outputShapes[0];
}

describe('networks that the references do not have', () => {
  // Millions, from the param_count of timm's results/results-imagenet.csv.
  it.each([
    ['legacy_seresnet34', 21.96],
    ['legacy_seresnet152', 66.82],
    ['legacy_seresnext101_32x4d', 48.96],
  ])('%s has %d million parameters', (name, millions) => {
    const variant = senet.variants.find((network) => network.name === `timm/${name}`);
    const model = senet.build(senet.resolve(variant?.options ?? {}));
    const counts = model
      .namedParameters()
      .map(([, { shape }]) => shape.reduce((product, size) => product * size, 1));
    const params = counts.reduce((sum, count) => sum + count, 0);
    expect((params / 1e6).toFixed(2)).toBe(millions.toFixed(2));
  });
});

it('groups the second convolution of each kind of block', () => {
  const second = (block: string): Shape | undefined =>
    shapeOf(build({ block, groups: 8 }), 'layer1.0.conv2.weight');
  expect(second('basic')).toEqual([64, 8, 3, 3]);
  expect(second('bottleneck')).toEqual([64, 8, 3, 3]);
  // 4 channels a group.
  expect(second('resnext')).toEqual([32, 4, 3, 3]);
  // From 128 to 256 channels.
  expect(second('senet')).toEqual([256, 16, 3, 3]);
});

it('has its stride in the first convolution of a bottleneck, and in the second of others', () => {
  const size = (block: string): Shape | undefined =>
    outputOf(build({ block }), [1, 3, 64, 64], 'layer2.0.bn1')?.slice(2);
  expect(size('bottleneck')).toEqual([8, 8]);
  expect(size('resnext')).toEqual([16, 16]);
  expect(size('senet')).toEqual([16, 16]);
});

it('divides the channels of an SE module without rounding to eights', () => {
  expect(shapeOf(build({ block: 'basic' }), 'layer1.0.se_module.fc1.weight')).toEqual([
    4, 64, 1, 1,
  ]);
  const uneven = build({ block: 'basic', seReduction: 5 });
  expect(shapeOf(uneven, 'layer1.0.se_module.fc1.weight')).toEqual([12, 64, 1, 1]);
});

it('has a deep stem of 64, 64 and so many channels, and a shortcut where stage 1 has others', () => {
  const model = build({ block: 'basic', input3x3: true, inplanes: 96, inChans: 2 });
  expect(shapeOf(model, 'layer0.conv1.weight')).toEqual([64, 2, 3, 3]);
  expect(shapeOf(model, 'layer0.conv2.weight')).toEqual([64, 64, 3, 3]);
  expect(shapeOf(model, 'layer0.conv3.weight')).toEqual([96, 64, 3, 3]);
  expect(shapeOf(model, 'layer1.0.downsample.0.weight')).toEqual([64, 96, 1, 1]);
  const plain = build({ block: 'basic', inplanes: 96 });
  expect(shapeOf(plain, 'layer0.conv1.weight')).toEqual([96, 3, 7, 7]);
});

it('gives kernel and padding to the shortcuts from stage 2 on', () => {
  const model = build({ downsampleKernelSize: 3, downsamplePadding: 1 });
  expect(shapeOf(model, 'layer1.0.downsample.0.weight')).toEqual([256, 64, 1, 1]);
  expect(shapeOf(model, 'layer3.0.downsample.0.weight')).toEqual([1024, 512, 3, 3]);
  expect(outputOf(model, [1, 3, 75, 65])).toEqual([1, 10]);
});

it('rounds the pool behind the stem up, without padding', () => {
  expect(outputOf(build({}), [1, 3, 97, 65], 'pool0')).toEqual([1, 64, 24, 16]);
});

it('takes input3x3 as other conversions to camel case write it', () => {
  expect(shapeOf(build({ input3X3: true }), 'layer0.conv1.weight')).toEqual([64, 3, 3, 3]);
});

it.each<[string, OptionValues]>([
  [
    'SENet: seReduction takes at most 64, which leaves one of 64 channels, but was given 65',
    { block: 'basic', seReduction: 65 },
  ],
  ['Conv2d needs channels that its 3 groups divide, but was given 64 in and 64 out', { groups: 3 }],
])('refuses what timm refuses: %s', (message, given) => {
  const error = thrownBy(() => build(given));
  expect(error).toBeInstanceOf(ModelError);
  expect(error).toMatchObject({ message });
});
