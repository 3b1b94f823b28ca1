import { describe, expect, it } from 'vitest';
import * as nn from '../../src/nn/index.js';
import type { Op } from '../../src/ops/index.js';
import type { Shape } from '../../src/ops/shape.js';
import { record } from '../../src/trace/recorder.js';
import { Lambda } from '../support/lambda.js';

const F = nn.functional;

/** What a model asks for of one input. */
function opsOf(model: nn.AnyModule, shape: Shape): Op[] {
  return record(model, [shape]).operations.map(({ op }) => op);
}

const MODULES: [call: string, make: () => nn.Module, input: Shape, op: Op][] = [
  ['ReLU()', () => new nn.ReLU(), [3], { kind: 'relu' }],
  ['Sigmoid()', () => new nn.Sigmoid(), [3], { kind: 'sigmoid' }],
  ['Softmax(-1)', () => new nn.Softmax(-1), [2, 3], { kind: 'softmax', dim: 1 }],
  ['Flatten()', () => new nn.Flatten(), [1, 2, 3, 4], { kind: 'flatten', startDim: 1, endDim: 3 }],
  [
    'Flatten(1, 2)',
    () => new nn.Flatten(1, 2),
    [1, 2, 3, 4],
    { kind: 'flatten', startDim: 1, endDim: 2 },
  ],
  [
    'AdaptiveAvgPool2d(1)',
    () => new nn.AdaptiveAvgPool2d(1),
    [1, 2, 3, 4],
    { kind: 'adaptiveAvgPool2d', outputSize: [1, 1] },
  ],
  [
    'AdaptiveMaxPool2d([3, 1])',
    () => new nn.AdaptiveMaxPool2d([3, 1]),
    [1, 2, 4, 4],
    { kind: 'adaptiveMaxPool2d', outputSize: [3, 1] },
  ],
  [
    'GroupNorm(2, 4, without parameters)',
    () => new nn.GroupNorm(2, 4, { affine: false }),
    [1, 4, 3],
    { kind: 'groupNorm', numGroups: 2, weight: null, bias: null, eps: 1e-5 },
  ],
  [
    'MaxPool2d(2)',
    () => new nn.MaxPool2d(2),
    [1, 2, 8, 8],
    {
      kind: 'maxPool2d',
      kernelSize: [2, 2],
      stride: [2, 2],
      padding: [0, 0],
      dilation: [1, 1],
      ceilMode: false,
    },
  ],
  [
    'MaxPool2d([3, 2], ...)',
    () => new nn.MaxPool2d([3, 2], { stride: 1, padding: [1, 0], dilation: 2, ceilMode: true }),
    [1, 2, 8, 8],
    {
      kind: 'maxPool2d',
      kernelSize: [3, 2],
      stride: [1, 1],
      padding: [1, 0],
      dilation: [2, 2],
      ceilMode: true,
    },
  ],
  [
    'AvgPool2d([2, 3])',
    () => new nn.AvgPool2d([2, 3]),
    [1, 2, 8, 8],
    {
      kind: 'avgPool2d',
      kernelSize: [2, 3],
      stride: [2, 3],
      padding: [0, 0],
      ceilMode: false,
      countIncludePad: true,
    },
  ],
  [
    'AvgPool2d(2, ...)',
    () =>
      new nn.AvgPool2d(2, { stride: [1, 2], padding: 1, ceilMode: true, countIncludePad: false }),
    [1, 2, 8, 8],
    {
      kind: 'avgPool2d',
      kernelSize: [2, 2],
      stride: [1, 2],
      padding: [1, 1],
      ceilMode: true,
      countIncludePad: false,
    },
  ],
];

describe('a module asks for its operation, with the defaults of torch', () => {
  it.each(MODULES)('%s', (_call, make, input, op) => {
    expect(opsOf(make(), input)).toEqual([op]);
  });

  it('Conv2d(4, 6, 3)', () => {
    const conv = new nn.Conv2d(4, 6, { kernelSize: 3 });
    expect(conv.weight.shape).toEqual([6, 4, 3, 3]);
    expect(conv.bias?.shape).toEqual([6]);
    const { weight, bias } = conv;
    expect(opsOf(conv, [1, 4, 8, 8])).toEqual([
      {
        kind: 'conv2d',
        weight,
        bias,
        stride: [1, 1],
        padding: [0, 0],
        dilation: [1, 1],
        groups: 1,
      },
    ]);
  });

  it('Conv2d(4, 6, ...)', () => {
    const conv = new nn.Conv2d(4, 6, {
      kernelSize: [1, 5],
      stride: 2,
      padding: [0, 2],
      dilation: [1, 2],
      groups: 2,
      bias: false,
    });
    expect(conv.weight.shape).toEqual([6, 2, 1, 5]);
    expect(opsOf(conv, [1, 4, 9, 9])).toEqual([
      {
        kind: 'conv2d',
        weight: conv.weight,
        bias: null,
        stride: [2, 2],
        padding: [0, 2],
        dilation: [1, 2],
        groups: 2,
      },
    ]);
  });

  it('Conv1d(4, 6, 3)', () => {
    const conv = new nn.Conv1d(4, 6, { kernelSize: 3 });
    const { weight, bias } = conv;
    expect(weight.shape).toEqual([6, 4, 3]);
    expect(bias?.shape).toEqual([6]);
    // torch's bounds: 1 / sqrt(4 * 3).
    expect(weight.initialiser).toEqual({ kind: 'uniform', bound: 1 / Math.sqrt(12) });
    expect(conv.kernelSize).toEqual([3]);
    expect(opsOf(conv, [1, 4, 8])).toEqual([
      { kind: 'conv1d', weight, bias, stride: [1], padding: [0], dilation: [1], groups: 1 },
    ]);
  });

  it('Conv1d(4, 6, ...)', () => {
    const options = { kernelSize: [5], stride: [2], padding: 4, dilation: [2], groups: 2 } as const;
    const conv = new nn.Conv1d(4, 6, { ...options, bias: false });
    expect(conv.weight.shape).toEqual([6, 2, 5]);
    expect(conv.kernelSize).toEqual([5]);
    expect(conv.groups).toBe(2);
    expect(opsOf(conv, [1, 4, 9])).toEqual([
      {
        kind: 'conv1d',
        weight: conv.weight,
        bias: null,
        stride: [2],
        padding: [4],
        dilation: [2],
        groups: 2,
      },
    ]);
  });

  it.each([
    [{}, 1e-5],
    [{ eps: 0.01, affine: true }, 0.01],
  ])('GroupNorm(2, 4, %j)', (options, eps) => {
    const norm = new nn.GroupNorm(2, 4, options);
    const { weight, bias } = norm;
    expect(weight).toMatchObject({ shape: [4], initialiser: { kind: 'constant', value: 1 } });
    expect(bias).toMatchObject({ shape: [4], initialiser: { kind: 'constant', value: 0 } });
    expect(norm.stateDict().map(([name]) => name)).toEqual(['weight', 'bias']);
    expect(opsOf(norm, [1, 4, 2, 2])).toEqual([
      { kind: 'groupNorm', numGroups: 2, weight, bias, eps },
    ]);
  });

  it.each([true, false])('Linear(5, 3), bias %s', (bias) => {
    const layer = new nn.Linear(5, 3, { bias });
    expect(layer.weight.shape).toEqual([3, 5]);
    expect(layer.bias?.shape).toEqual(bias ? [3] : undefined);
    expect(opsOf(layer, [2, 4, 5])).toEqual([
      { kind: 'linear', weight: layer.weight, bias: layer.bias },
    ]);
  });

  it.each([
    [{}, 1e-5],
    [{ eps: 1e-3 }, 1e-3],
  ])('BatchNorm2d(4, %j)', (options, eps) => {
    const norm = new nn.BatchNorm2d(4, options);
    const { weight, bias, running_mean: runningMean, running_var: runningVar } = norm;
    expect([weight, bias, runningMean, runningVar].map(({ shape }) => shape)).toEqual([
      [4],
      [4],
      [4],
      [4],
    ]);
    expect(opsOf(norm, [1, 4, 2, 2])).toEqual([
      { kind: 'batchNorm', weight, bias, runningMean, runningVar, eps },
    ]);
  });

  it('Sequential(), one after the other', () => {
    const model = new nn.Sequential(new nn.ReLU(), new nn.Sequential(), new nn.Sigmoid());
    expect(opsOf(model, [2]).map(({ kind }) => kind)).toEqual(['relu', 'sigmoid']);
  });

  it('Sequential({ ... }), by name', () => {
    const model = new nn.Sequential({ b: new nn.ReLU(), a: new nn.Linear(2, 3) });
    expect(opsOf(model, [2]).map(({ kind }) => kind)).toEqual(['relu', 'linear']);
    expect(model.stateDict().map(([name]) => name)).toEqual(['a.weight', 'a.bias']);
    expect(model.children().map(([name]) => name)).toEqual(['b', 'a']);
    expect(model.length).toBe(2);
    expect(new nn.Sequential({}).length).toBe(0);
  });

  it('Identity() and Dropout() compute nothing', () => {
    const model = new nn.Sequential(new nn.Identity(), new nn.Dropout(), new nn.Dropout(0));
    expect(opsOf(model, [2])).toEqual([]);
  });
});

describe('a function asks for what its module does', () => {
  const conv = new nn.Conv2d(4, 6, { kernelSize: 3, stride: 2, padding: 1, groups: 2 });
  const norm = new nn.GroupNorm(2, 4, { eps: 0.01 });
  const fc = new nn.Linear(8, 3);
  const pooling = { stride: 1, padding: 1, ceilMode: true };

  it.each<[name: string, fn: nn.AnyModule, module: nn.AnyModule]>([
    ['relu', new Lambda(F.relu), new nn.ReLU()],
    ['sigmoid', new Lambda(F.sigmoid), new nn.Sigmoid()],
    ['softmax', new Lambda((x) => F.softmax(x, 1)), new nn.Softmax(1)],
    ['linear', new Lambda((x) => F.linear(x, fc.weight, fc.bias)), fc],
    [
      'conv2d',
      new Lambda((x) => F.conv2d(x, conv.weight, conv.bias, { stride: 2, padding: 1, groups: 2 })),
      conv,
    ],
    [
      'adaptiveAvgPool2d',
      new Lambda((x) => F.adaptiveAvgPool2d(x, [2, 1])),
      new nn.AdaptiveAvgPool2d([2, 1]),
    ],
    [
      'adaptiveMaxPool2d',
      new Lambda((x) => F.adaptiveMaxPool2d(x, [2, 1])),
      new nn.AdaptiveMaxPool2d([2, 1]),
    ],
    ['groupNorm', new Lambda((x) => F.groupNorm(x, 2, norm.weight, norm.bias, 0.01)), norm],
    [
      'groupNorm without weight and bias',
      new Lambda((x) => F.groupNorm(x, 2)),
      new nn.GroupNorm(2, 4, { affine: false }),
    ],
    ['maxPool2d', new Lambda((x) => F.maxPool2d(x, 3, pooling)), new nn.MaxPool2d(3, pooling)],
    ['avgPool2d', new Lambda((x) => F.avgPool2d(x, 3, pooling)), new nn.AvgPool2d(3, pooling)],
  ])('%s', (_name, fn, module) => {
    expect(opsOf(fn, [2, 4, 8, 8])).toEqual(opsOf(module, [2, 4, 8, 8]));
  });

  it('conv1d', () => {
    const options = { stride: 2, padding: 1, dilation: 2, groups: 2 };
    const layer = new nn.Conv1d(4, 6, { kernelSize: 3, ...options });
    const fn = new Lambda((x) => F.conv1d(x, layer.weight, layer.bias, options));
    expect(opsOf(fn, [2, 4, 8])).toEqual(opsOf(layer, [2, 4, 8]));
    const plain = new Lambda((x) => F.conv1d(x, new nn.Parameter([6, 4, 3], nn.constant(0))));
    expect(opsOf(plain, [2, 4, 8])).toMatchObject([
      { kind: 'conv1d', bias: null, stride: [1], padding: [0], dilation: [1], groups: 1 },
    ]);
  });
});
