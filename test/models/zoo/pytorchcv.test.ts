import { describe, expect, it } from 'vitest';
import type { Architecture, Variant } from '../../../src/models/architecture.js';
import type { OptionValues } from '../../../src/models/option.js';
import { ZOO } from '../../../src/models/zoo/all.js';
import { record } from '../../../src/trace/recorder.js';
import type { Recording } from '../../../src/trace/recording.js';
import { spanSums } from '../../../src/trace/spans.js';
import { readZooRows } from '../../support/zoo.js';

const ARCHITECTURES = ZOO.filter(({ name }) => name.startsWith('pytorchcv/'));
const NETWORKS = ARCHITECTURES.flatMap((architecture) =>
  architecture.variants.map((variant) => ({ name: variant.name, architecture, variant })),
);

/** A pass of a network at its usual input, or at another one. */
function recorded(name: string, options: OptionValues = {}, input?: number[]): Recording {
  const network = NETWORKS.find((other) => other.name === `pytorchcv/${name}`);
  if (network === undefined) throw new Error(`there is no ${name}`);
  const { architecture, variant } = network;
  return recordOf(architecture, { ...variant.options, ...options }, input ?? variant.inputShape);
}

function recordOf(
  architecture: Architecture,
  options: OptionValues,
  input: Variant['inputShape'],
): Recording {
  return record(architecture.build(architecture.resolve(options)), [[...input]]);
}

function outputOf({ calls }: Recording): string {
  return (calls[0]?.outputShapes ?? []).map((shape) => shape.join('x')).join();
}

describe("pytorchcv's names", () => {
  const named = readZooRows('names.tsv').filter(
    ({ source, verdict }) => source === 'pytorchcv' && verdict !== 'out',
  );

  it('are those of its list, each in the class that it has there', () => {
    const expected = named.map((row) => [`pytorchcv/${row['name'] ?? ''}`, row['class'] ?? '']);
    const found = NETWORKS.map(({ name, architecture }) => [
      name,
      architecture.name.replace('pytorchcv/', ''),
    ]);
    expect(found.sort()).toEqual(expected.sort());
  });

  const CLASSES: readonly [end: RegExp, classes: number, input: readonly number[]][] = [
    [/_cub$/, 200, [1, 3, 224, 224]],
    [/_cifar10$/, 10, [1, 3, 32, 32]],
    [/_cifar100$/, 100, [1, 3, 32, 32]],
    [/_svhn$/, 10, [1, 3, 32, 32]],
    [/$/, 1000, [1, 3, 224, 224]],
  ];

  it.each(NETWORKS)('$name prints its class and gives its classes', (network) => {
    const { name, architecture, variant } = network;
    const [, classes, input] = CLASSES.find(([end]) => end.test(name)) ?? [];
    expect(variant.inputShape).toEqual(input);
    const recording = recordOf(architecture, variant.options, variant.inputShape);
    expect(outputOf(recording)).toBe(`1x${String(classes)}`);
    expect(`pytorchcv/${recording.nodes[0]?.type ?? ''}`).toBe(architecture.name);
  });

  it.each(ARCHITECTURES)('$name leaves classes and channels open', (architecture) => {
    expect(architecture.open).toEqual(['numClasses', 'inChannels']);
    const [{ options, inputShape } = { options: {}, inputShape: [] }] = architecture.variants;
    const [, , height = 0, width = 0] = inputShape;
    const given = { ...options, numClasses: 7, inChannels: 5 };
    expect(outputOf(recordOf(architecture, given, [2, 5, height, width]))).toBe('2x7');
  });
});

describe('networks of which the references have no row', () => {
  // Parameters as pytorchcv's own list of models has them.
  it.each([
    ['resnet12', 5_492_776],
    ['resnet16', 6_968_872],
    ['resnetbc26b', 15_995_176],
    ['resnet34', 21_797_672],
    ['resnet101', 44_549_160],
    ['resnet18_wd2', 5_804_296],
    ['seresnet12', 5_537_896],
    ['seresnet16', 7_024_640],
    ['seresnet34', 21_958_868],
    ['seresnetbc38b', 24_026_616],
    ['resnext14_32x2d', 7_029_416],
    ['resnext26_16x4d', 10_119_976],
    ['resnext101_64x4d', 83_455_272],
    ['seresnext101_64x4d', 88_232_984],
    ['senet28', 36_453_768],
    ['preresnet269b', 102_065_832],
    ['preresnet18_wd4', 3_935_960],
    ['wrn50_2', 68_849_128],
    ['resnet110_cifar10', 1_730_714],
    ['resnet272bn_cifar10', 2_816_986],
    ['resnet542bn_cifar10', 5_599_066],
    ['resnet1001_cifar10', 10_328_602],
    ['resnet1202_cifar10', 19_424_026],
    ['seresnet542bn_cifar10', 6_272_746],
    ['seresnet1001_cifar10', 11_574_910],
    ['seresnet1202_cifar10', 19_582_226],
    ['resnext29_16x64d_cifar10', 68_155_210],
    ['resnext272_1x64d_cifar10', 44_540_746],
    ['resnext272_2x32d_cifar10', 32_928_586],
    ['wrn16_10_cifar10', 17_116_634],
    ['wrn28_10_cifar10', 36_479_194],
    ['wrn40_8_cifar10', 35_748_314],
  ])('%s has %i parameters', (name, params) => {
    expect(recorded(name).nodes[0]?.params).toBe(params);
  });

  // A classifier of C channels has (C + 1) parameters a class.
  it.each([
    ['resnet18_cub', 'resnet18', -800 * 513],
    ['resnet50b_cub', 'resnet50b', -800 * 2049],
    ['resnet56_cifar100', 'resnet56_cifar10', 90 * 65],
    ['resnext20_16x4d_cifar100', 'resnext20_16x4d_cifar10', 90 * 1025],
    ['resnet20_svhn', 'resnet20_cifar10', 0],
  ])('%s is %s but for its classifier', (name, other, more) => {
    const difference =
      (recorded(name).nodes[0]?.params ?? 0) - (recorded(other).nodes[0]?.params ?? 0);
    expect(difference).toBe(more);
  });
});

describe('where the stride is', () => {
  const flopsOf = (name: string): number => {
    const recording = recorded(name);
    const [pass] = recording.calls;
    return pass === undefined ? 0 : spanSums(recording).flops(pass);
  };

  // Only the first units of stages 2 to 4 differ, which are alike at every depth: zoo.tsv has resnet50's.
  it.each([
    ['resnet101', 'resnet101b'],
    ['resnet152', 'resnet152b'],
    ['resnet200', 'resnet200b'],
    ['preresnet101', 'preresnet101b'],
    ['preresnet200', 'preresnet200b'],
  ])('%s and %s differ as resnet50 and resnet50b do', (name, other) => {
    expect((flopsOf(other) - flopsOf(name)) / 2).toBe(4_089_184_256 - 3_857_973_248);
  });
});

it('keeps the channels out of the last unit whatever the width', () => {
  const { nodes } = recorded('resnet18', { widthScale: 0.25, layers: [1, 1, 1, 3] });
  const convs = ['stage3.unit1', 'stage4.unit2', 'stage4.unit3'].map((place) => {
    const node = nodes.find(({ path }) => path === `features.${place}.body.conv2.conv`);
    return node?.params;
  });
  expect(convs).toEqual([64 * 64 * 9, 128 * 128 * 9, 512 * 512 * 9]);
});

it('dilates the last two stages of a dilated ResNet, which keep their size', () => {
  const { calls, nodes, operations } = recorded('resnetd101b');
  const dilations = ['2.unit1', '3.unit1', '3.unit2', '4.unit1', '4.unit2'].map((place) => {
    const path = `features.stage${place}.body.conv2.conv`;
    const node = nodes.find((other) => other.path === path);
    const call = calls.find(({ moduleId }) => moduleId === node?.moduleId);
    const op = call === undefined ? undefined : operations[call.start]?.op;
    return op?.kind === 'conv2d' ? [op.dilation[0], op.padding[0], op.stride[0]] : null;
  });
  expect(dilations).toEqual([
    [1, 1, 2],
    [1, 1, 1],
    [2, 2, 1],
    [2, 2, 1],
    [4, 4, 1],
  ]);
});

describe('what is not accepted', () => {
  const named = (name: string): Architecture => {
    const architecture = ARCHITECTURES.find((other) => other.name === `pytorchcv/${name}`);
    if (architecture === undefined) throw new Error(`there is no ${name}`);
    return architecture;
  };

  it.each([
    ['ResNet', { widthScale: 2 }, 'widthScale takes 0.25, 0.5, 0.75 or 1, but was given 2.'],
    [
      'CIFARResNet',
      { units: [9, 9] },
      'units takes three whole numbers from 1 to 1000, such as [9,9,9], but was given [9, 9].',
    ],
    [
      'CIFARResNeXt',
      { units: [1001, 1, 1] },
      'units takes three whole numbers from 1 to 1000, such as [9,9,9], but was given [1001, 1, 1].',
    ],
    ['ResNeXt', { cardinality: 0 }, 'cardinality takes a whole number from 1, but was given 0.'],
  ])('%s %j', (name, options, message) => {
    expect(() => named(name).resolve(options)).toThrow(message);
  });
});
