import { describe, expect, it } from 'vitest';
import { ModelError } from '../../../../src/errors.js';
import { createModel } from '../../../../src/models/create.js';
import type { OptionValues } from '../../../../src/models/option.js';
import { describeModel } from '../../../../src/models/registry.js';
import { resnet } from '../../../../src/models/zoo/timm/resnet.js';
import type { AnyModule } from '../../../../src/nn/index.js';
import type { Shape } from '../../../../src/ops/shape.js';
import { summary } from '../../../../src/run.js';
import { record } from '../../../../src/trace/recorder.js';
import { thrownBy } from '../../../support/errors.js';

/** Small, with whatever a test is about. */
function build(given: OptionValues): AnyModule {
  return resnet.build(resnet.resolve({ layers: [1, 1, 1, 1], numClasses: 10, ...given }));
}

/** The shape of a tensor by its name in the state dict; undefined if there is none. */
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
    ['resnet14t', 10.08],
    ['resnet18d', 11.71],
    ['resnet26', 16.0],
    ['resnet26t', 16.01],
    ['resnet101c', 44.57],
    ['resnet101s', 44.67],
    ['resnet152d', 60.21],
    ['resnet200d', 64.69],
    ['resnext101_32x16d', 194.03],
    ['resnext101_64x4d', 83.46],
    ['wide_resnet101_2', 126.89],
    ['seresnet34', 21.96],
    ['seresnet152d', 66.84],
    ['seresnet269d', 113.67],
    ['seresnext101_32x8d', 93.57],
    ['seresnext101_64x4d', 88.23],
    ['ecaresnet26t', 16.01],
    ['ecaresnet101d', 44.57],
    ['ecaresnet269d', 102.09],
    ['ecaresnext26t_32x4d', 15.41],
    ['resnetrs101', 63.62],
    ['resnetrs152', 86.62],
    ['resnetrs200', 93.21],
    ['resnetrs270', 129.86],
    ['resnetrs350', 163.96],
    ['resnetrs420', 191.89],
  ])('%s has %d million parameters', (name, millions) => {
    const variant = resnet.variants.find((network) => network.name === `timm/${name}`);
    const model = resnet.build(resnet.resolve(variant?.options ?? {}));
    const counts = model
      .namedParameters()
      .map(([, { shape }]) => shape.reduce((product, size) => product * size, 1));
    const params = counts.reduce((sum, count) => sum + count, 0);
    expect(variant?.inputShape).toEqual([1, 3, 224, 224]);
    expect((params / 1e6).toFixed(2)).toBe(millions.toFixed(2));
  });
});

describe('a stem', () => {
  it('is deep with the width that is asked for, and stage 1 then starts at twice that', () => {
    const model = build({ block: 'basic', stemType: 'deep', stemWidth: 20 });
    expect(shapeOf(model, 'conv1.0.weight')).toEqual([20, 3, 3, 3]);
    expect(shapeOf(model, 'conv1.3.weight')).toEqual([20, 20, 3, 3]);
    expect(shapeOf(model, 'conv1.6.weight')).toEqual([40, 20, 3, 3]);
    expect(shapeOf(model, 'bn1.weight')).toEqual([40]);
    expect(shapeOf(model, 'layer1.0.conv1.weight')).toEqual([64, 40, 3, 3]);
    expect(shapeOf(model, 'layer1.0.downsample.0.weight')).toEqual([64, 40, 1, 1]);
  });

  it('narrows its first convolution to three quarters, rounded down, if it is tiered', () => {
    const model = build({ stemType: 'deep_tiered', stemWidth: 22, inChannels: 4 });
    expect(shapeOf(model, 'conv1.0.weight')).toEqual([15, 4, 3, 3]);
    expect(shapeOf(model, 'conv1.3.weight')).toEqual([22, 15, 3, 3]);
    expect(shapeOf(model, 'conv1.6.weight')).toEqual([44, 22, 3, 3]);
  });

  it('of one 7x7 convolution has 64 channels whatever the width', () => {
    expect(shapeOf(build({ stemWidth: 20 }), 'conv1.weight')).toEqual([64, 3, 7, 7]);
  });

  it('can have a convolution in place of its pool, of the same size', () => {
    const model = build({ replaceStemPool: true, stemType: 'deep', stemWidth: 24 });
    expect(shapeOf(model, 'maxpool.0.weight')).toEqual([48, 48, 3, 3]);
    expect(shapeOf(model, 'maxpool.1.weight')).toEqual([48]);
    expect(outputOf(model, [1, 3, 65, 97], 'maxpool')).toEqual([1, 48, 17, 25]);
  });
});

describe('a shortcut', () => {
  it('averages in basic blocks too, with an Identity where there is no stride', () => {
    const model = build({ block: 'basic', avgDown: true, stemType: 'deep', stemWidth: 16 });
    const types = record(model, [[1, 3, 65, 97]])
      .nodes.filter(({ path }) => path.endsWith('downsample.0'))
      .map(({ path, type }) => [path, type]);
    expect(types).toEqual([
      ['layer1.0.downsample.0', 'Identity'],
      ['layer2.0.downsample.0', 'AvgPool2d'],
      ['layer3.0.downsample.0', 'AvgPool2d'],
      ['layer4.0.downsample.0', 'AvgPool2d'],
    ]);
    expect(outputOf(model, [1, 3, 65, 97], 'layer2.0.downsample.0')).toEqual([1, 64, 9, 13]);
  });

  it('has the kernel that is asked for from stage 2 on, beside any attention', () => {
    const model = build({ downKernelSize: 3, attention: 'se' });
    expect(shapeOf(model, 'layer1.0.downsample.0.weight')).toEqual([256, 64, 1, 1]);
    expect(shapeOf(model, 'layer2.0.downsample.0.weight')).toEqual([512, 256, 3, 3]);
    expect(shapeOf(model, 'layer4.0.se.fc1.weight')).toEqual([128, 2048, 1, 1]);
    expect(outputOf(model, [1, 3, 50, 70])).toEqual([1, 10]);
  });

  // Padding is floor((stride - 1 + kernel - 1) / 2), timm's get_padding: 1 for 2 and 3, 2 for 4 and 5.
  it.each([
    [1, [17, 33]],
    [2, [17, 33]],
    [3, [17, 33]],
    [4, [17, 33]],
    [5, [17, 33]],
  ])('of kernel %i halves an odd size, rounded up', (downKernelSize, size) => {
    const model = build({ downKernelSize });
    expect(outputOf(model, [1, 3, 129, 257], 'layer2.0.downsample')).toEqual([1, 512, ...size]);
  });

  it('is averaged with a 1x1 convolution, whatever the kernel that is asked for', () => {
    const model = build({ avgDown: true, downKernelSize: 3 });
    expect(shapeOf(model, 'layer2.0.downsample.1.weight')).toEqual([512, 256, 1, 1]);
  });
});

describe('a block', () => {
  it('reduces its first convolution, also a basic one', () => {
    const basic = build({ block: 'basic', blockReduceFirst: 2 });
    expect(shapeOf(basic, 'layer1.0.conv1.weight')).toEqual([32, 64, 3, 3]);
    expect(shapeOf(basic, 'layer1.0.conv2.weight')).toEqual([64, 32, 3, 3]);
    const bottleneck = build({ blockReduceFirst: 2, cardinality: 4, baseWidth: 24 });
    expect(shapeOf(bottleneck, 'layer1.0.conv1.weight')).toEqual([48, 64, 1, 1]);
    expect(shapeOf(bottleneck, 'layer1.0.conv2.weight')).toEqual([96, 12, 3, 3]);
    expect(shapeOf(bottleneck, 'layer4.0.conv3.weight')).toEqual([2048, 768, 1, 1]);
  });

  it('is floor(planes * baseWidth / 64) * cardinality wide', () => {
    const model = build({ cardinality: 3, baseWidth: 7 });
    expect(shapeOf(model, 'layer1.0.conv2.weight')).toEqual([21, 7, 3, 3]);
    expect(shapeOf(model, 'layer2.0.conv2.weight')).toEqual([42, 14, 3, 3]);
  });

  it('has ECA where it has SE, also a basic one', () => {
    const model = build({ block: 'basic', attention: 'eca' });
    expect(shapeOf(model, 'layer1.0.se.conv.weight')).toEqual([1, 1, 3]);
    expect(shapeOf(model, 'layer4.0.se.conv.weight')).toEqual([1, 1, 5]);
    expect(outputOf(model, [2, 3, 64, 64])).toEqual([2, 10]);
  });

  it.each([null, 'none', undefined])('has no attention for %s', (attention) => {
    const model = build(attention === undefined ? {} : { attention });
    expect(model.stateDict().filter(([key]) => key.includes('.se.'))).toEqual([]);
    expect(resnet.resolve(attention === undefined ? {} : { attention })['attention']).toBe('none');
  });

  it('divides channels by the reduction that is asked for', () => {
    const model = build({ attention: 'se', seReduction: 4 });
    expect(shapeOf(model, 'layer1.0.se.fc1.weight')).toEqual([64, 256, 1, 1]);
  });

  it('can be normalised in groups, without running statistics', () => {
    const model = build({ normLayer: 'groupnorm', replaceStemPool: true, avgDown: true });
    const keys = model.stateDict().map(([key]) => key);
    expect(keys.filter((key) => /running|tracked/.test(key))).toEqual([]);
    const { nodes } = record(model, [[1, 3, 64, 64]]);
    expect(nodes.filter(({ type }) => type === 'GroupNorm')).toHaveLength(18);
    expect(nodes.filter(({ type }) => type === 'BatchNorm2d')).toEqual([]);
  });
});

it("takes channels by timm's own name", () => {
  expect(shapeOf(build({ inChans: 1 }), 'conv1.weight')).toEqual([64, 1, 7, 7]);
});

it.each<[string, OptionValues]>([
  [
    'ResNet: cardinality takes 1 for a basic block, but was given 32',
    { block: 'basic', cardinality: 32 },
  ],
  [
    'ResNet: baseWidth takes 64 for a basic block, but was given 128',
    { block: 'basic', baseWidth: 128 },
  ],
  [
    'ResNet: stemWidth takes at least 4 for a deep_tiered stem, but was given 3',
    { stemType: 'deep_tiered', stemWidth: 3 },
  ],
  [
    'ResNet: blockReduceFirst takes a whole number from 1 to 64 for blocks of 64 channels, but was given 65',
    { blockReduceFirst: 65 },
  ],
  [
    'Conv2d needs channels that its 32 groups divide, but was given 42 in and 128 out',
    { cardinality: 32, baseWidth: 4, blockReduceFirst: 3 },
  ],
  [
    'GroupNorm needs channels that its 32 groups divide, but was given 24',
    { normLayer: 'groupnorm', stemType: 'deep', stemWidth: 24 },
  ],
])('refuses what timm refuses: %s', (message, given) => {
  const error = thrownBy(() => build(given));
  expect(error).toBeInstanceOf(ModelError);
  expect(error).toMatchObject({ message });
});

it('says what it takes where one of the choices is empty', () => {
  expect(thrownBy(() => build({ stemType: 'wide' }))).toMatchObject({
    message: 'stemType takes "", deep or deep_tiered, but was given "wide".',
  });
});

it("takes timm's own name of the input's channels beside the name of a network", () => {
  const grey = createModel('timm/seresnet50', { inChans: 1 });
  expect(summary(grey, [1, 1, 224, 224]).totals.params).toBe(28_088_024 - 2 * 64 * 49);
  expect(describeModel(grey).options).toMatchObject({ inChannels: 1 });
  expect(describeModel(grey).options).not.toHaveProperty('inChans');
  expect(
    thrownBy(() => createModel('timm/seresnet50', { inChans: 1, inChannels: 2 })),
  ).toMatchObject({ code: 'option-conflict', message: 'inChans cannot stand beside inChannels.' });
  expect(thrownBy(() => createModel('timm/legacy_senet154', { input3X3: false }))).toMatchObject({
    code: 'option-conflict',
    message: 'timm/legacy_senet154 has input3x3 true, but was given false.',
  });
});
