import { describe, expect, it } from 'vitest';
import * as functional from '../../src/nn/functional.js';
import * as nn from '../../src/nn/index.js';
import { record } from '../../src/trace/recorder.js';
import { thrownBy } from '../support/errors.js';
import { Lambda } from '../support/lambda.js';

type Case = [
  what: string,
  owner: string,
  args: unknown[],
  argument: string,
  value: unknown,
  accepted: string,
];

const FROM_1 = 'a whole number from 1';
const PAIR_FROM_0 = 'a whole number from 0, or two for height and width';
const PAIR_FROM_1 = 'a whole number from 1, or two for height and width';
const conv = (options: object): unknown[] => [4, 4, { kernelSize: 3, ...options }];

const MODULES: Case[] = [
  ['no channels', 'Conv2d', [0, 4, { kernelSize: 3 }], 'inChannels', 0, FROM_1],
  ['a fraction of channels', 'Conv2d', [2.5, 4, { kernelSize: 3 }], 'inChannels', 2.5, FROM_1],
  ['a string of channels', 'Conv2d', ['3', 4, { kernelSize: 3 }], 'inChannels', '3', FROM_1],
  [
    'too many channels',
    'Conv2d',
    [2 ** 31, 4, { kernelSize: 3 }],
    'inChannels',
    2 ** 31,
    'a whole number from 1 to 2147483647',
  ],
  ['channels that are no number', 'Conv2d', [NaN, 4, { kernelSize: 3 }], 'inChannels', NaN, FROM_1],
  ['negative channels', 'Conv2d', [4, -4, { kernelSize: 3 }], 'outChannels', -4, FROM_1],
  ['a kernel of nothing', 'Conv2d', conv({ kernelSize: 0 }), 'kernelSize', 0, PAIR_FROM_1],
  [
    'half a kernel of nothing',
    'Conv2d',
    conv({ kernelSize: [3, 0] }),
    'kernelSize',
    [3, 0],
    PAIR_FROM_1,
  ],
  [
    'a kernel of three sizes',
    'Conv2d',
    conv({ kernelSize: [3, 3, 3] }),
    'kernelSize',
    [3, 3, 3],
    PAIR_FROM_1,
  ],
  [
    'a kernel of strings',
    'Conv2d',
    conv({ kernelSize: ['3', 3] }),
    'kernelSize',
    ['3', 3],
    PAIR_FROM_1,
  ],
  ['no kernel', 'Conv2d', conv({ kernelSize: undefined }), 'kernelSize', undefined, PAIR_FROM_1],
  ['a stride of 0', 'Conv2d', conv({ stride: 0 }), 'stride', 0, PAIR_FROM_1],
  ['a stride of 0 across', 'Conv2d', conv({ stride: [1, 0] }), 'stride', [1, 0], PAIR_FROM_1],
  ['a negative padding', 'Conv2d', conv({ padding: -1 }), 'padding', -1, PAIR_FROM_0],
  ['a fraction of a padding', 'Conv2d', conv({ padding: 0.5 }), 'padding', 0.5, PAIR_FROM_0],
  ['a padding by name', 'Conv2d', conv({ padding: 'same' }), 'padding', 'same', PAIR_FROM_0],
  ['a dilation of 0', 'Conv2d', conv({ dilation: 0 }), 'dilation', 0, PAIR_FROM_1],
  ['no groups', 'Conv2d', conv({ groups: 0 }), 'groups', 0, FROM_1],
  ['a fraction of groups', 'Conv2d', conv({ groups: 1.5 }), 'groups', 1.5, FROM_1],
  ['no features', 'Linear', [0, 4], 'inFeatures', 0, FROM_1],
  ['a fraction of features', 'Linear', [4, 1.5], 'outFeatures', 1.5, FROM_1],
  ['a string of features', 'Linear', [4, '10'], 'outFeatures', '10', FROM_1],
  ['no features', 'BatchNorm2d', [0], 'numFeatures', 0, FROM_1],
  ['a negative epsilon', 'BatchNorm2d', [4, { eps: -1e-5 }], 'eps', -1e-5, 'a number from 0'],
  ['an epsilon that is none', 'BatchNorm2d', [4, { eps: NaN }], 'eps', NaN, 'a number from 0'],
  [
    'an infinite epsilon',
    'BatchNorm2d',
    [4, { eps: Infinity }],
    'eps',
    Infinity,
    'a number from 0',
  ],
  ['an epsilon in words', 'BatchNorm2d', [4, { eps: '1e-5' }], 'eps', '1e-5', 'a number from 0'],
  ['a kernel of nothing', 'MaxPool2d', [0], 'kernelSize', 0, PAIR_FROM_1],
  ['a stride of 0', 'MaxPool2d', [2, { stride: 0 }], 'stride', 0, PAIR_FROM_1],
  ['a negative padding', 'MaxPool2d', [2, { padding: [0, -1] }], 'padding', [0, -1], PAIR_FROM_0],
  [
    'a padding beyond half',
    'MaxPool2d',
    [3, { padding: 2 }],
    'padding',
    2,
    'at most half of the kernel size',
  ],
  ['a dilation of 0', 'MaxPool2d', [2, { dilation: 0 }], 'dilation', 0, PAIR_FROM_1],
  ['a kernel of nothing', 'AvgPool2d', [[2, 0]], 'kernelSize', [2, 0], PAIR_FROM_1],
  ['a stride of 0', 'AvgPool2d', [2, { stride: 0 }], 'stride', 0, PAIR_FROM_1],
  ['a negative padding', 'AvgPool2d', [2, { padding: -1 }], 'padding', -1, PAIR_FROM_0],
  [
    'a padding beyond half along one axis',
    'AvgPool2d',
    [[4, 2], { padding: 2 }],
    'padding',
    2,
    'at most half of the kernel size',
  ],
  ['no output', 'AdaptiveAvgPool2d', [0], 'outputSize', 0, PAIR_FROM_1],
  ['half an output', 'AdaptiveAvgPool2d', [[1]], 'outputSize', [1], PAIR_FROM_1],
  ['nothing at all', 'AdaptiveAvgPool2d', [null], 'outputSize', null, PAIR_FROM_1],
  [
    'a shape of strings',
    'Parameter',
    [['2', 3], nn.constant(0)],
    'shape',
    ['2', 3],
    'a list of whole numbers from 0',
  ],
  [
    'a negative size',
    'Parameter',
    [[-1], nn.constant(0)],
    'shape',
    [-1],
    'a list of whole numbers from 0',
  ],
  [
    'one size for a shape',
    'Buffer',
    [3, nn.constant(0)],
    'shape',
    3,
    'a list of whole numbers from 0',
  ],
];

/** A value as the message has it. */
function shown(value: unknown): string {
  if (typeof value === 'string') return `"${value}"`;
  return Array.isArray(value) ? `[${value.map(shown).join(', ')}]` : String(value);
}

describe('a module refuses, with class, argument and value', () => {
  it.each(MODULES)('%s: %s', (_what, owner, args, argument, value, accepted) => {
    const constructor: unknown = Reflect.get(nn, owner);
    if (typeof constructor !== 'function') throw new Error(`nn has no ${owner}`);
    const make = (): unknown => Reflect.construct(constructor, args);
    expect(thrownBy(make)).toMatchObject({
      name: 'ModelError',
      code: 'argument',
      message: `${owner}: ${argument} takes ${accepted}, but was given ${shown(value)}`,
      facts: { class: owner, argument, value },
    });
  });

  it.each([
    [6, 4, 4],
    [4, 6, 4],
  ])(
    'groups that do not divide the channels: %i and %i by %i',
    (inChannels, outChannels, groups) => {
      const make = () => new nn.Conv2d(inChannels, outChannels, { kernelSize: 1, groups });
      expect(thrownBy(make)).toMatchObject({
        name: 'ModelError',
        message:
          `Conv2d needs channels that its 4 groups divide, but was given ${String(inChannels)} in and ` +
          `${String(outChannels)} out`,
        facts: { class: 'Conv2d', argument: 'groups', value: 4, inChannels, outChannels },
      });
    },
  );

  it('but not the least that is possible, nor what torch has by default', () => {
    expect(new nn.Conv2d(1, 1, { kernelSize: [1, 1], stride: 1, padding: 0 }).kernelSize).toEqual([
      1, 1,
    ]);
    expect(new nn.MaxPool2d(2, { padding: 1 }).kernelSize).toBe(2);
    expect(new nn.BatchNorm2d(1, { eps: 0 }).weight.shape).toEqual([1]);
    expect(new nn.Parameter([], nn.constant(1)).shape).toEqual([]);
    expect(new nn.Parameter([0, 4], nn.constant(1)).shape).toEqual([0, 4]);
  });
});

const weight = new nn.Parameter([4, 4, 3, 3], nn.constant(0));
const three = new nn.Parameter([3], nn.constant(0));

const FUNCTIONS: [...Case, printed: string][] = [
  ['a stride of 0', 'conv2d', [weight, null, { stride: 0 }], 'stride', 0, PAIR_FROM_1, 'conv2d'],
  [
    'a negative padding',
    'conv2d',
    [weight, null, { padding: -1 }],
    'padding',
    -1,
    PAIR_FROM_0,
    'conv2d',
  ],
  [
    'a dilation of 0',
    'conv2d',
    [weight, null, { dilation: [0, 1] }],
    'dilation',
    [0, 1],
    PAIR_FROM_1,
    'conv2d',
  ],
  ['no groups', 'conv2d', [weight, null, { groups: 0 }], 'groups', 0, FROM_1, 'conv2d'],
  [
    'groups that do not divide the outputs',
    'conv2d',
    [new nn.Parameter([3, 2, 1, 1], nn.constant(0)), null, { groups: 2 }],
    'groups',
    2,
    'a number that divides the 3 outputs of its weight',
    'conv2d',
  ],
  [
    'a weight of one axis',
    'conv2d',
    [three],
    'weight',
    [3],
    'a tensor of 4 axes, none of size 0',
    'conv2d',
  ],
  ['a bias of another size', 'conv2d', [weight, three], 'bias', [3], 'a tensor of [4]', 'conv2d'],
  [
    'a weight of four axes',
    'linear',
    [weight],
    'weight',
    [4, 4, 3, 3],
    'a tensor of 2 axes, none of size 0',
    'linear',
  ],
  [
    'a bias of another size',
    'linear',
    [new nn.Parameter([4, 5], nn.constant(0)), three],
    'bias',
    [3],
    'a tensor of [4]',
    'linear',
  ],
  ['no output', 'adaptiveAvgPool2d', [0], 'outputSize', 0, PAIR_FROM_1, 'adaptive_avg_pool2d'],
  ['a kernel of nothing', 'maxPool2d', [0], 'kernelSize', 0, PAIR_FROM_1, 'max_pool2d'],
  ['a stride of 0', 'maxPool2d', [2, { stride: 0 }], 'stride', 0, PAIR_FROM_1, 'max_pool2d'],
  ['a dilation of 0', 'maxPool2d', [2, { dilation: 0 }], 'dilation', 0, PAIR_FROM_1, 'max_pool2d'],
  [
    'a padding beyond half',
    'maxPool2d',
    [2, { padding: [1, 2] }],
    'padding',
    [1, 2],
    'at most half of the kernel size',
    'max_pool2d',
  ],
  ['a kernel of strings', 'avgPool2d', ['2'], 'kernelSize', '2', PAIR_FROM_1, 'avg_pool2d'],
  [
    'a negative padding',
    'avgPool2d',
    [2, { padding: -1 }],
    'padding',
    -1,
    PAIR_FROM_0,
    'avg_pool2d',
  ],
  ['no such axis', 'softmax', [4], 'dim', 4, 'an axis from -4 to 3', 'softmax'],
];

describe('a function refuses, with its name, the argument and the value', () => {
  it.each(FUNCTIONS)('%s: %s', (_what, name, args, argument, value, accepted, printed) => {
    const called: unknown = Reflect.get(functional, name);
    if (typeof called !== 'function') throw new Error(`functional has no ${name}`);
    const model = new Lambda((x) => {
      Reflect.apply(called, undefined, [x, ...args]);
      return x;
    });
    expect(thrownBy(() => record(model, [[1, 4, 8, 8]]))).toMatchObject({
      name: 'ModelError',
      code: 'argument',
      message: `Lambda: ${printed}: ${argument} takes ${accepted}, but was given ${shown(value)}`,
      facts: { class: printed, argument, value, module: '' },
    });
  });
});
