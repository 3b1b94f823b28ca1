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

const FROM_0 = 'a whole number from 0';
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
  ['no channels', 'Conv1d', [0, 4, { kernelSize: 3 }], 'inChannels', 0, FROM_1],
  ['negative channels', 'Conv1d', [4, -4, { kernelSize: 3 }], 'outChannels', -4, FROM_1],
  ['a kernel of nothing', 'Conv1d', conv({ kernelSize: 0 }), 'kernelSize', 0, FROM_1],
  ['a kernel of two sizes', 'Conv1d', conv({ kernelSize: [3, 3] }), 'kernelSize', [3, 3], FROM_1],
  ['a kernel of no size', 'Conv1d', conv({ kernelSize: [] }), 'kernelSize', [], FROM_1],
  ['no kernel', 'Conv1d', conv({ kernelSize: undefined }), 'kernelSize', undefined, FROM_1],
  ['a stride of 0', 'Conv1d', conv({ stride: [0] }), 'stride', [0], FROM_1],
  ['a padding by name', 'Conv1d', conv({ padding: 'same' }), 'padding', 'same', FROM_0],
  ['a negative padding', 'Conv1d', conv({ padding: -1 }), 'padding', -1, FROM_0],
  ['a dilation of 0', 'Conv1d', conv({ dilation: 0 }), 'dilation', 0, FROM_1],
  ['no groups', 'Conv1d', conv({ groups: 0 }), 'groups', 0, FROM_1],
  ['no groups', 'GroupNorm', [0, 4], 'numGroups', 0, FROM_1],
  ['a fraction of groups', 'GroupNorm', [1.5, 3], 'numGroups', 1.5, FROM_1],
  ['no channels', 'GroupNorm', [2, 0], 'numChannels', 0, FROM_1],
  ['a negative epsilon', 'GroupNorm', [2, 4, { eps: -1 }], 'eps', -1, 'a number from 0'],
  ['an epsilon in words', 'GroupNorm', [2, 4, { eps: '1' }], 'eps', '1', 'a number from 0'],
  ['a word for a flag', 'GroupNorm', [2, 4, { affine: 'no' }], 'affine', 'no', 'true or false'],
  ['no output', 'AdaptiveMaxPool2d', [0], 'outputSize', 0, PAIR_FROM_1],
  ['nothing at all', 'AdaptiveMaxPool2d', [null], 'outputSize', null, PAIR_FROM_1],
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

/** Arguments that are no options, no initialiser, no axis, no module: what was given, as the message has it. */
const OTHERS: [owner: string, args: unknown[], sentence: string][] = [
  [
    'Conv2d',
    [3, 4],
    'options takes an object with kernelSize, bias, stride, padding, dilation and groups, but was given undefined',
  ],
  [
    'Conv2d',
    [3, 4, 3],
    'options takes an object with kernelSize, bias, stride, padding, dilation and groups, but was given 3',
  ],
  ['Conv2d', conv({ bias: 'yes' }), 'bias takes true or false, but was given "yes"'],
  ['Conv2d', conv({ bias: null }), 'bias takes true or false, but was given null'],
  [
    'Conv2d',
    conv({ kernelSize: new Array(2) }),
    `kernelSize takes ${PAIR_FROM_1}, but was given [undefined, undefined]`,
  ],
  [
    'Conv1d',
    [3, 4, 3],
    'options takes an object with kernelSize, bias, stride, padding, dilation and groups, but was given 3',
  ],
  ['Conv1d', conv({ bias: 'yes' }), 'bias takes true or false, but was given "yes"'],
  ['GroupNorm', [2, 4, 1e-3], 'options takes an object with eps and affine, but was given 0.001'],
  ['Linear', [3, 4, false], 'options takes an object with bias, but was given false'],
  ['Linear', [3, 4, { bias: 0 }], 'bias takes true or false, but was given 0'],
  ['BatchNorm2d', [3, 1e-3], 'options takes an object with eps, but was given 0.001'],
  [
    'MaxPool2d',
    [3, null],
    'options takes an object with stride, padding, dilation and ceilMode, but was given null',
  ],
  ['MaxPool2d', [3, { ceilMode: 1 }], 'ceilMode takes true or false, but was given 1'],
  [
    'AvgPool2d',
    [3, { countIncludePad: 'x' }],
    'countIncludePad takes true or false, but was given "x"',
  ],
  ['AdaptiveAvgPool2d', [-1], `outputSize takes ${PAIR_FROM_1}, but was given -1`],
  ['Flatten', [1.5], 'startDim takes the number of an axis, but was given 1.5'],
  ['Flatten', [1, '2'], 'endDim takes the number of an axis, but was given "2"'],
  ['Softmax', [], 'dim takes the number of an axis, but was given undefined'],
  ['Sequential', [5], 'modules takes nn.Modules, one by one, but was given 5'],
  [
    'Sequential',
    [new nn.ReLU(), undefined],
    'modules takes nn.Modules, one by one, but was given undefined',
  ],
  ['Sequential', [nn.ReLU], 'modules takes nn.Modules, one by one, but was given a function'],
  [
    'Sequential',
    [{ a: new nn.ReLU(), 'b.c': new nn.ReLU() }],
    'modules takes names that are not empty, have no dot and are no numbers, but was given "b.c"',
  ],
  [
    'Sequential',
    [{ 1: new nn.ReLU() }],
    'modules takes names that are not empty, have no dot and are no numbers, but was given "1"',
  ],
  ['Sequential', [{ a: 1 }], 'modules takes nn.Modules, one by one, but was given 1'],
  ['Dropout', [1.5], 'p takes a number from 0 to 1, but was given 1.5'],
  ['Dropout', ['0'], 'p takes a number from 0 to 1, but was given "0"'],
  [
    'Sequential',
    [[new nn.ReLU()]],
    'modules takes nn.Modules, one by one, but was given [a value of type ReLU]',
  ],
  [
    'Parameter',
    [[1]],
    'initialiser takes what nn.constant or nn.kaimingUniform gives, but was given undefined',
  ],
  [
    'Parameter',
    [[1], { kind: 'normal' }],
    'initialiser takes what nn.constant or nn.kaimingUniform gives, but was given an object',
  ],
  [
    'Parameter',
    [[1], { kind: 'uniform', bound: -1 }],
    'initialiser takes what nn.constant or nn.kaimingUniform gives, but was given an object',
  ],
  [
    'Parameter',
    [new Array(2), nn.constant(0)],
    'shape takes a list of whole numbers from 0, but was given [undefined, undefined]',
  ],
  [
    'Parameter',
    [new Array(65).fill(1), nn.constant(0)],
    'shape takes at most 64 axes, but was given [1, 1, 1, 1, 1, 1, 1, 1, ... (65 in all)]',
  ],
  [
    'Parameter',
    [[2 ** 26, 2 ** 26], nn.constant(0)],
    'shape takes at most 2^51 elements, whose bytes can be counted exactly, but was given [67108864, 67108864]',
  ],
  [
    'Buffer',
    [[1], nn.constant(0), 'float16'],
    'dtype takes float32 or int64, but was given "float16"',
  ],
];

describe('a module refuses', () => {
  it.each(OTHERS)('%s(%j)', (owner, args, sentence) => {
    const constructor: unknown = Reflect.get(nn, owner);
    if (typeof constructor !== 'function') throw new Error(`nn has no ${owner}`);
    expect(thrownBy((): unknown => Reflect.construct(constructor, args))).toMatchObject({
      name: 'ModelError',
      code: 'argument',
      message: `${owner}: ${sentence}`,
    });
  });

  it('options that it does not have', () => {
    const options = { kernelSize: 3, strides: 2 };
    expect(thrownBy((): unknown => Reflect.construct(nn.Conv2d, [3, 4, options]))).toMatchObject({
      name: 'ModelError',
      code: 'unknown-option',
      message:
        'Conv2d takes the options kernelSize, bias, stride, padding, dilation and groups, but was given "strides"',
      hint: 'Did you mean stride?',
      facts: { class: 'Conv2d', option: 'strides' },
    });
    // torch's average pool has no dilation either.
    const dilated = (): unknown => Reflect.construct(nn.AvgPool2d, [2, { dilation: 2 }]);
    expect(thrownBy(dilated)).toMatchObject({ code: 'unknown-option' });
  });

  it.each([[NaN], [Infinity], [1e300], ['1'], [undefined]])('nn.constant(%j)', (value) => {
    const make = (): unknown => Reflect.apply(nn.constant, undefined, [value]);
    expect(thrownBy(make)).toMatchObject({
      name: 'ModelError',
      facts: { argument: 'value', value },
    });
  });

  it.each([[0], [-1], [NaN], [Infinity], ['9']])('nn.kaimingUniform(%j)', (fanIn) => {
    const make = (): unknown => Reflect.apply(nn.kaimingUniform, undefined, [fanIn]);
    expect(thrownBy(make)).toMatchObject({ facts: { argument: 'fanIn', value: fanIn } });
  });

  it('nothing that changes after it was given', () => {
    const shape = [2, 3];
    const kernelSize: [number, number] = [3, 3];
    const parameter = new nn.Parameter(shape, nn.constant(0));
    const pool = new nn.MaxPool2d(kernelSize);
    shape[0] = 1.5;
    kernelSize[0] = 9;
    expect(parameter.shape).toEqual([2, 3]);
    expect(pool.kernelSize).toEqual([3, 3]);
  });

  it.each([[0], [2]])('%i inputs in place of one', (count) => {
    const relu = new nn.ReLU();
    const model = new Lambda((x) => {
      Reflect.apply(Reflect.get(relu, 'forward'), relu, new Array(count).fill(x));
      return x;
    });
    expect(thrownBy(() => record(model, [[1]]))).toMatchObject({
      name: 'ModelError',
      code: 'inputs',
      message: `Lambda: ReLU takes one tensor as its input, but was given ${String(count)}`,
    });
  });

  it('a second input of the model', () => {
    expect(thrownBy(() => record(new nn.Sequential(), [[1], [1]]))).toMatchObject({
      name: 'ModelError',
      code: 'inputs',
      message: 'Sequential: Sequential takes one tensor as its input, but was given 2',
    });
  });
});

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

  it.each([
    [6, 4],
    [4, 6],
  ])(
    'groups that do not divide the channels of a Conv1d: %i and %i by 4',
    (inChannels, outChannels) => {
      const make = () => new nn.Conv1d(inChannels, outChannels, { kernelSize: 1, groups: 4 });
      expect(thrownBy(make)).toMatchObject({
        name: 'ModelError',
        message:
          `Conv1d needs channels that its 4 groups divide, but was given ${String(inChannels)} in and ` +
          `${String(outChannels)} out`,
        facts: { class: 'Conv1d', argument: 'groups', value: 4, inChannels, outChannels },
      });
    },
  );

  it('groups that do not divide the channels of a GroupNorm', () => {
    expect(thrownBy(() => new nn.GroupNorm(4, 6))).toMatchObject({
      name: 'ModelError',
      message: 'GroupNorm needs channels that its 4 groups divide, but was given 6',
      facts: { class: 'GroupNorm', argument: 'numGroups', value: 4, numChannels: 6 },
    });
  });

  it('but not the least that is possible, nor what torch has by default', () => {
    expect(new nn.Conv2d(1, 1, { kernelSize: [1, 1], stride: 1, padding: 0 }).kernelSize).toEqual([
      1, 1,
    ]);
    expect(new nn.MaxPool2d(2, { padding: 1 }).kernelSize).toBe(2);
    expect(new nn.BatchNorm2d(1, { eps: 0 }).weight.shape).toEqual([1]);
    expect(new nn.GroupNorm(1, 1, { eps: 0 }).weight?.shape).toEqual([1]);
    expect(new nn.Conv1d(1, 1, { kernelSize: 1, padding: [0] }).weight.shape).toEqual([1, 1, 1]);
    expect(new nn.Parameter([], nn.constant(1)).shape).toEqual([]);
    expect(new nn.Parameter([0, 4], nn.constant(1)).shape).toEqual([0, 4]);
  });
});

const weight = new nn.Parameter([4, 4, 3, 3], nn.constant(0));
const kernel = new nn.Parameter([4, 4, 3], nn.constant(0));
const three = new nn.Parameter([3], nn.constant(0));

const STORED = 'an nn.Parameter or nn.Buffer';
const FUNCTIONS: [...Case, printed: string][] = [
  ['no weight', 'linear', [], 'weight', undefined, STORED, 'linear'],
  ['no weight', 'conv2d', [null], 'weight', null, STORED, 'conv2d'],
  [
    'a weight of nothing',
    'linear',
    [new nn.Parameter([0, 8], nn.constant(0))],
    'weight',
    [0, 8],
    'a tensor of 2 axes, none of size 0',
    'linear',
  ],
  [
    'options that are none',
    'conv2d',
    [weight, null, 2],
    'options',
    2,
    'an object with stride, padding, dilation and groups',
    'conv2d',
  ],
  [
    'a mode in words',
    'maxPool2d',
    [2, { ceilMode: 'no' }],
    'ceilMode',
    'no',
    'true or false',
    'max_pool2d',
  ],
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
  ['no weight', 'conv1d', [], 'weight', undefined, STORED, 'conv1d'],
  [
    'a weight of four axes',
    'conv1d',
    [weight],
    'weight',
    [4, 4, 3, 3],
    'a tensor of 3 axes, none of size 0',
    'conv1d',
  ],
  ['a bias of another size', 'conv1d', [kernel, three], 'bias', [3], 'a tensor of [4]', 'conv1d'],
  ['two strides', 'conv1d', [kernel, null, { stride: [1, 1] }], 'stride', [1, 1], FROM_1, 'conv1d'],
  [
    'groups that do not divide the outputs',
    'conv1d',
    [kernel, null, { groups: 3 }],
    'groups',
    3,
    'a number that divides the 4 outputs of its weight',
    'conv1d',
  ],
  ['no groups', 'groupNorm', [0], 'numGroups', 0, FROM_1, 'group_norm'],
  [
    'a weight of numbers',
    'groupNorm',
    [2, [1, 1]],
    'weight',
    [1, 1],
    'an nn.Parameter, nn.Buffer or null',
    'group_norm',
  ],
  [
    'a weight of three axes',
    'groupNorm',
    [2, kernel],
    'weight',
    [4, 4, 3],
    'a tensor of 1 axis',
    'group_norm',
  ],
  [
    'a bias of three axes',
    'groupNorm',
    [2, null, kernel],
    'bias',
    [4, 4, 3],
    'a tensor of 1 axis',
    'group_norm',
  ],
  [
    'an infinite epsilon',
    'groupNorm',
    [2, null, null, Infinity],
    'eps',
    Infinity,
    'a number from 0',
    'group_norm',
  ],
  [
    'no output',
    'adaptiveMaxPool2d',
    [[2, 0]],
    'outputSize',
    [2, 0],
    PAIR_FROM_1,
    'adaptive_max_pool2d',
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

describe('a function refuses what is no tensor:', () => {
  it.each([
    'relu',
    'sigmoid',
    'softmax',
    'adaptiveAvgPool2d',
    'adaptiveMaxPool2d',
    'groupNorm',
    'maxPool2d',
    'avgPool2d',
  ])('%s', (name) => {
    const called: unknown = Reflect.get(functional, name);
    if (typeof called !== 'function') throw new Error(`functional has no ${name}`);
    expect(thrownBy((): unknown => Reflect.apply(called, undefined, [5, 1]))).toMatchObject({
      name: 'ModelError',
      code: 'argument',
      facts: { argument: 'x', value: 5 },
    });
  });
});
