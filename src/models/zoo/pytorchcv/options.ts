import type { Shape } from '../../../ops/shape.js';
import { MOST_BLOCKS } from '../../block.js';
import {
  choiceOption,
  switchOption,
  wholeNumberOption,
  wholeNumbersOption,
  withDefault,
} from '../../option.js';
import { numClasses } from '../../options.js';
import type { StageSizes } from '../../resnet.js';
import { groupsOption, groupWidthOption } from '../options.js';

/*
 * The arguments that several of pytorchcv 0.0.74's networks have, and the rules by which it names them.
 */

export const bottleneck = switchOption(
  { name: 'bottleneck', words: 'whether its units are bottlenecks' },
  true,
);

export const conv1Stride = switchOption(
  {
    name: 'conv1Stride',
    words: 'whether a bottleneck has its stride in the first convolution, not in the second',
  },
  true,
);

export const widthScale = choiceOption(
  {
    name: 'widthScale',
    words: 'what the channels are multiplied by, those out of the last unit excepted',
    value: 'factor',
  },
  [0.25, 0.5, 0.75, 1],
  1,
);

export const widthFactor = wholeNumberOption(
  { name: 'widthFactor', words: 'how much wider than a ResNet it is', value: 'factor' },
  1,
  2,
);

/** Groups of a ResNeXt's 3x3 convolution. */
export const cardinality = withDefault(groupsOption('cardinality'), 32);

/** Channels of each of those groups. */
export const bottleneckWidth = withDefault(groupWidthOption('bottleneckWidth'), 4);

/** Units of the three stages of a network for CIFAR. */
export const units = wholeNumbersOption<readonly [number, number, number]>(
  { name: 'units', words: 'how many units in each of the three stages', value: 'a,b,c' },
  [9, 9, 9],
  MOST_BLOCKS,
);

/** Ten classes, as CIFAR-10 and SVHN have. */
export const cifarClasses = withDefault(numClasses, 10);

/** The usual input of a network for CIFAR or SVHN, NCHW. */
export const CIFAR_INPUT: Shape = [1, 3, 32, 32];

/** What the units of a residual network for ImageNet are. */
interface UnitValues {
  readonly layers: StageSizes;
  readonly bottleneck?: boolean;
  readonly conv1Stride?: boolean;
}

/**
 * Depths as they stand in names. `bc`: bottlenecks where basic blocks are usual; a `b` at the end: the
 * stride is in the second convolution of a bottleneck.
 */
const DEPTHS = {
  10: { layers: [1, 1, 1, 1], bottleneck: false },
  12: { layers: [2, 1, 1, 1], bottleneck: false },
  14: { layers: [2, 2, 1, 1], bottleneck: false },
  bc14b: { layers: [1, 1, 1, 1], conv1Stride: false },
  16: { layers: [2, 2, 2, 1], bottleneck: false },
  18: { layers: [2, 2, 2, 2], bottleneck: false },
  26: { layers: [3, 3, 3, 3], bottleneck: false },
  bc26b: { layers: [2, 2, 2, 2], conv1Stride: false },
  34: { layers: [3, 4, 6, 3], bottleneck: false },
  bc38b: { layers: [3, 3, 3, 3], conv1Stride: false },
  50: { layers: [3, 4, 6, 3] },
  '50b': { layers: [3, 4, 6, 3], conv1Stride: false },
  101: { layers: [3, 4, 23, 3] },
  '101b': { layers: [3, 4, 23, 3], conv1Stride: false },
  152: { layers: [3, 8, 36, 3] },
  '152b': { layers: [3, 8, 36, 3], conv1Stride: false },
  200: { layers: [3, 24, 36, 3] },
  '200b': { layers: [3, 24, 36, 3], conv1Stride: false },
  '269b': { layers: [3, 30, 48, 8], conv1Stride: false },
} satisfies Readonly<Record<string, UnitValues>>;

type Depth = keyof typeof DEPTHS;

/** The depths that most families have, in pytorchcv's order. */
export const USUAL_DEPTHS = [
  10,
  12,
  14,
  'bc14b',
  16,
  18,
  26,
  'bc26b',
  34,
  'bc38b',
  50,
  '50b',
  101,
  '101b',
  152,
  '152b',
  200,
  '200b',
] as const satisfies readonly Depth[];

/** Networks for ImageNet by their names, a prefix and a depth: `resnet50b`. */
export function networksOfDepths(
  prefix: string,
  depths: readonly Depth[],
): Readonly<Record<string, UnitValues>> {
  return Object.fromEntries(
    depths.map((depth): [string, UnitValues] => [`${prefix}${String(depth)}`, DEPTHS[depth]]),
  );
}

/** The same networks for the 200 classes of CUB-200-2011. */
export function forCub<T extends object>(
  networks: Readonly<Record<string, T>>,
): Readonly<Record<string, T & { readonly numClasses: number }>> {
  return Object.fromEntries(
    Object.entries(networks).map(([name, values]) => [
      `${name}_cub`,
      { ...values, numClasses: 200 },
    ]),
  );
}

/** Networks for 32x32 pixels, each for CIFAR-10, CIFAR-100 and SVHN. */
export function forCifar<T extends object>(
  networks: Readonly<Record<string, T>>,
): Readonly<Record<string, T & { readonly numClasses: number }>> {
  return Object.fromEntries(
    Object.entries(networks).flatMap(([name, values]) => [
      [`${name}_cifar10`, { ...values, numClasses: 10 }],
      [`${name}_cifar100`, { ...values, numClasses: 100 }],
      [`${name}_svhn`, { ...values, numClasses: 10 }],
    ]),
  );
}

/** As many units in each of three stages. */
export function threeStages(count: number): readonly [number, number, number] {
  return [count, count, count];
}

/** What the units of a residual network for CIFAR are. */
interface CifarUnitValues {
  readonly units: readonly [number, number, number];
  readonly bottleneck: boolean;
}

/** Depths as they stand in names; `bn` are bottlenecks, and so are the units of 1001. */
const CIFAR_DEPTHS: Readonly<Record<string, CifarUnitValues>> = {
  20: { units: threeStages(3), bottleneck: false },
  56: { units: threeStages(9), bottleneck: false },
  110: { units: threeStages(18), bottleneck: false },
  '164bn': { units: threeStages(18), bottleneck: true },
  '272bn': { units: threeStages(30), bottleneck: true },
  '542bn': { units: threeStages(60), bottleneck: true },
  1001: { units: threeStages(111), bottleneck: true },
  1202: { units: threeStages(200), bottleneck: false },
};

/** Residual networks for CIFAR and SVHN by their names: `resnet164bn_cifar10`. */
export function cifarNetworks(
  prefix: string,
): Readonly<Record<string, CifarUnitValues & { readonly numClasses: number }>> {
  const named = Object.entries(CIFAR_DEPTHS).map(([depth, values]): [string, CifarUnitValues] => [
    `${prefix}${depth}`,
    values,
  ]);
  return forCifar(Object.fromEntries(named));
}
