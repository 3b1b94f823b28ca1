import { describe, expect, it } from 'vitest';
import { squeezeExcitation } from '../../src/models/attention/se.js';
import { BasicBlock } from '../../src/models/basic-block.js';
import { Bottleneck } from '../../src/models/bottleneck.js';
import { createModel } from '../../src/models/create.js';
import { ResNet, type ResNetOptions, type StageSizes } from '../../src/models/resnet.js';
import { SE_ResNet } from '../../src/models/se-resnet.js';
import { type AnyModule, Linear } from '../../src/nn/index.js';
import { summary } from '../../src/run.js';
import { parseSummary } from '../support/documents.js';
import { thrownBy } from '../support/errors.js';
import { readJson } from '../support/fixtures.js';
import { run } from '../support/run.js';

/**
 * Parameters of torchvision's ResNets (its documentation, table of weights). Its stem is a 7x7
 * convolution, 64 x 3 x 7 x 7, where this one is 3x3, 64 x 3 x 3 x 3; the rest is the same.
 */
const TORCHVISION: readonly (readonly [depth: number, params: number])[] = [
  [18, 11_689_512],
  [34, 21_797_672],
  [50, 25_557_032],
  [101, 44_549_160],
  [152, 60_192_808],
];

const STEMS = 64 * 3 * 3 * 3 - 64 * 3 * 7 * 7;

function paramsOf(model: AnyModule): number {
  return model
    .namedParameters()
    .reduce((sum, [, { shape }]) => sum + shape.reduce((product, size) => product * size, 1), 0);
}

describe('ResNet', () => {
  for (const [depth, params] of TORCHVISION) {
    it(`${String(depth)} has torchvision's parameters, but for the stem`, async () => {
      const args = ['--arch', 'resnet', '--depth', String(depth), '--engine', 'meta'];
      const { stdout } = await run(['summary', ...args, '--print', 'params']);
      expect(Number(stdout)).toBe(params + STEMS);
    });

    it(`${String(depth)} has the SE-ResNet's state dict without the SE blocks`, () => {
      const model = createModel(`resnet-${String(depth)}`);
      const withSE = readJson('state_dict.json')[`depth${String(depth)}`] ?? [];
      expect(model.stateDict().map(([name, { shape }]) => ({ name, shape }))).toEqual(
        withSE.filter(({ name }) => !name.includes('.SE.')),
      );
    });
  }

  /** The others of torchvision's table that are made of the same blocks. */
  const WIDER: [name: string, blocks: StageSizes, options: ResNetOptions, params: number][] = [
    ['ResNeXt-50 32x4d', [3, 4, 6, 3], { groups: 32, widthPerGroup: 4 }, 25_028_904],
    ['ResNeXt-101 32x8d', [3, 4, 23, 3], { groups: 32, widthPerGroup: 8 }, 88_791_336],
    ['ResNeXt-101 64x4d', [3, 4, 23, 3], { groups: 64, widthPerGroup: 4 }, 83_455_272],
    ['Wide ResNet-50-2', [3, 4, 6, 3], { widthPerGroup: 128 }, 68_883_240],
    ['Wide ResNet-101-2', [3, 4, 23, 3], { widthPerGroup: 128 }, 126_886_696],
  ];

  it.each(WIDER)(
    'of groups and width has the parameters of %s',
    (_name, blocks, options, params) => {
      expect(paramsOf(new ResNet(Bottleneck, blocks, options))).toBe(params + STEMS);
    },
  );

  it('with an SE block in each block is the SE-ResNet, but for the name', () => {
    const attention = squeezeExcitation(16);
    const resnet = new ResNet(BasicBlock, [2, 2, 2, 2], { attention });
    const entriesOf = (model: AnyModule): [string, readonly number[]][] =>
      model.stateDict().map(([name, { shape }]) => [name, shape]);
    expect(entriesOf(resnet)).toEqual(entriesOf(new SE_ResNet(BasicBlock, [2, 2, 2, 2])));
    expect(resnet.className).toBe('ResNet');
  });

  it('prints the class names of torchvision', async () => {
    const { stdout } = await run(['summary', '--arch', 'resnet', '--engine', 'meta', '--json']);
    const { layers, model } = parseSummary(stdout);
    expect(model).toEqual({
      name: 'resnet-50',
      type: 'ResNet',
      arch: 'resnet',
      options: {
        depth: 50,
        block: 'bottleneck',
        blocks: [3, 4, 6, 3],
        numClasses: 1000,
        attention: 'none',
        stem: '3x3',
        strideIn: '3x3',
        groups: 1,
        widthPerGroup: 64,
        downsample: 'conv',
        inChannels: 3,
      },
      source: { kind: 'registry' },
    });
    expect(layers[0]?.type).toBe('ResNet');
    expect(layers.find(({ path }) => path === 'layer1.0')?.type).toBe('Bottleneck');
  });

  it('has no reduction to give', async () => {
    const result = await run(['summary', '--arch', 'resnet', '--reduction', '8']);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('--reduction cannot stand beside --arch resnet');
  });

  it('refuses stages without blocks', () => {
    const make = (): unknown => Reflect.construct(ResNet, [BasicBlock, [2, 0, 2, 2]]);
    expect(thrownBy(make)).toMatchObject({
      name: 'ModelError',
      message: 'ResNet: numBlocks takes a whole number from 1 to 1000, but was given 0',
      facts: { class: 'ResNet', argument: 'numBlocks', value: 0 },
    });
  });
});

describe('a network and its blocks refuse', () => {
  it.each([
    ['no block', ResNet, [], 'ResNet: block takes a class of residual blocks'],
    [
      'another class',
      ResNet,
      [Linear, [1, 1, 1, 1]],
      'ResNet: block takes a class of residual blocks',
    ],
    ['three stages', ResNet, [BasicBlock, [1, 1, 1]], 'ResNet: numBlocks takes a list of four'],
    [
      'five stages',
      ResNet,
      [BasicBlock, [1, 1, 1, 1, 1]],
      'ResNet: numBlocks takes a list of four',
    ],
    ['a number of stages', ResNet, [BasicBlock, 4], 'ResNet: numBlocks takes a list of four'],
    [
      'too many blocks',
      ResNet,
      [BasicBlock, [1, 1, 1, 1e9]],
      'ResNet: numBlocks takes a whole number from 1 to 1000, but was given 1000000000',
    ],
    ['options that are none', ResNet, [BasicBlock, [1, 1, 1, 1], null], 'ResNet: options takes'],
    [
      'attention that is none',
      ResNet,
      [BasicBlock, [1, 1, 1, 1], { attention: () => 5 }],
      'BasicBlock: attention takes a function that gives an nn.Module or null, but was given 5',
    ],
    ['a stride of 0', BasicBlock, [4, 4, { stride: 0 }], 'BasicBlock: stride takes'],
    [
      'a third convolution',
      Bottleneck,
      [4, 4, { strideIn: 'conv3' }],
      'Bottleneck: strideIn takes',
    ],
    ['half a width', Bottleneck, [4, 4, { widthPerGroup: 0.5 }], 'Bottleneck: widthPerGroup takes'],
  ] as const)('%s', (_what, constructor, args, sentence) => {
    const error = thrownBy((): unknown => Reflect.construct(constructor, [...args]));
    expect(error).toMatchObject({ name: 'ModelError' });
    expect(error).toHaveProperty('message', expect.stringContaining(sentence));
  });

  it('but the most blocks there may be are summarised', () => {
    const model = new ResNet(BasicBlock, [1000, 1000, 1000, 1000]);
    const { totals, layers } = summary(model, [1, 3, 32, 32]);
    // 1 + 8000 convolutions, 3 of them in shortcuts besides; as many BatchNorms.
    expect(layers.filter(({ type }) => type === 'Conv2d')).toHaveLength(8004);
    expect(totals.params).toBeGreaterThan(5e9);
  });
});
