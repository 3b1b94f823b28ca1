import { describe, expect, it } from 'vitest';
import { noAttention } from '../../src/models/attention/attention.js';
import { SE_Block, squeezeExcitation } from '../../src/models/attention/se.js';
import { BasicBlock } from '../../src/models/basic-block.js';
import type { BlockOptions } from '../../src/models/block.js';
import { Bottleneck } from '../../src/models/bottleneck.js';
import { type AnyModule, Sigmoid } from '../../src/nn/index.js';
import type { Op } from '../../src/ops/index.js';
import type { Shape } from '../../src/ops/shape.js';
import { record } from '../../src/trace/recorder.js';
import { thrownBy } from '../support/errors.js';

function outputOf(module: AnyModule, shape: Shape): Shape | undefined {
  return record(module, [shape]).calls[0]?.outputShapes[0];
}

/** Kernel, stride and groups of each convolution, in the order in which they run. */
function convolutionsOf(
  module: AnyModule,
  shape: Shape,
): [kernel: number, stride: number, groups: number][] {
  const isConv = (op: Op): op is Op<'conv2d'> => op.kind === 'conv2d';
  const convolutions = record(module, [shape])
    .operations.map(({ op }) => op)
    .filter(isConv);
  return convolutions.map(({ weight, stride, groups }) => [
    weight.shape[2] ?? 0,
    stride[0],
    groups,
  ]);
}

function kindsOf(module: AnyModule, shape: Shape): string[] {
  return record(module, [shape]).operations.map(({ op }) => op.kind);
}

const INPUT = [2, 64, 8, 8];

describe('a basic block', () => {
  it('keeps the shape, and adds its input as it is', () => {
    const block = new BasicBlock(64, 64);
    expect(outputOf(block, INPUT)).toEqual(INPUT);
    expect(kindsOf(block, INPUT)).toEqual([
      ...['conv2d', 'batchNorm', 'relu'],
      ...['conv2d', 'batchNorm'],
      ...['add', 'relu'],
    ]);
    expect(block.shortcut).toHaveLength(0);
  });

  it('has its stride in the first convolution and in the shortcut', () => {
    const block = new BasicBlock(64, 128, { stride: 2 });
    expect(outputOf(block, INPUT)).toEqual([2, 128, 4, 4]);
    expect(convolutionsOf(block, INPUT)).toEqual([
      [3, 2, 1],
      [3, 1, 1],
      [1, 2, 1],
    ]);
  });

  it('knows no groups and no other width', () => {
    const refused: BlockOptions[] = [{ groups: 2 }, { widthPerGroup: 128 }];
    for (const options of refused) {
      expect(thrownBy(() => new BasicBlock(64, 64, options))).toMatchObject({
        name: 'ModelError',
        message: 'BasicBlock takes one group, of a width of 64 per group',
        facts: { class: 'BasicBlock' },
      });
    }
  });
});

describe('a bottleneck', () => {
  it('has four times its planes, which its shortcut gives too', () => {
    const block = new Bottleneck(64, 32);
    expect(outputOf(block, INPUT)).toEqual([2, 128, 8, 8]);
    expect(block.shortcut).toHaveLength(2);
    expect(new Bottleneck(128, 32).shortcut).toHaveLength(0);
  });

  it('has its stride in the 3x3 convolution, or in the first 1x1 if that is asked for', () => {
    const options = { stride: 2, groups: 4 };
    expect(convolutionsOf(new Bottleneck(64, 64, options), INPUT)).toEqual([
      [1, 1, 1],
      [3, 2, 4],
      [1, 1, 1],
      [1, 2, 1],
    ]);
    expect(convolutionsOf(new Bottleneck(64, 64, { ...options, strideIn: '1x1' }), INPUT)).toEqual([
      [1, 2, 1],
      [3, 1, 4],
      [1, 1, 1],
      [1, 2, 1],
    ]);
  });

  it('is as wide as groups of a width make it', () => {
    expect(new Bottleneck(64, 64).conv2.weight.shape).toEqual([64, 64, 3, 3]);
    const resnext = new Bottleneck(64, 128, { groups: 32, widthPerGroup: 4 });
    // 128 planes: groups of 8.
    expect(resnext.conv2.weight.shape).toEqual([256, 8, 3, 3]);
    expect(resnext.conv3.weight.shape).toEqual([512, 256, 1, 1]);
    expect(new Bottleneck(64, 64, { widthPerGroup: 128 }).conv2.weight.shape).toEqual([
      128, 128, 3, 3,
    ]);
  });
});

describe.each([
  ['BasicBlock', BasicBlock],
  ['Bottleneck', Bottleneck],
])('the attention of %s', (name, Block) => {
  it('is none by default, and has no place in the state dict then', () => {
    for (const block of [new Block(64, 64), new Block(64, 64, { attention: noAttention })]) {
      expect(block.SE).toBeNull();
      expect(block.children().map(([child]) => child)).not.toContain('SE');
    }
  });

  it('is made for the channels of the output, and scales them before the sum', () => {
    const channels: number[] = [];
    const block = new Block(64, 64, {
      attention(count) {
        channels.push(count);
        return new SE_Block(count);
      },
    });
    expect(channels).toEqual([64 * Block.expansion]);
    const kinds = kindsOf(block, INPUT);
    const squeeze = ['adaptiveAvgPool2d', 'conv2d', 'relu', 'conv2d', 'sigmoid', 'mul'];
    const start = kinds.indexOf('adaptiveAvgPool2d');
    expect(kinds.slice(start - 1, start + squeeze.length)).toEqual(['batchNorm', ...squeeze]);
    expect(kinds.slice(-2)).toEqual(['add', 'relu']);
    expect(block.stateDict().map(([key]) => key)).toContain('SE.conv1.weight');
  });

  it('may be any module whose output broadcasts', () => {
    const block = new Block(64, 64, { attention: () => new Sigmoid() });
    expect(outputOf(block, INPUT)).toEqual([2, 64 * Block.expansion, 8, 8]);
  });

  it(`prints as ${name} does with any`, () => {
    expect(new Block(64, 64, { attention: squeezeExcitation() }).className).toBe(name);
  });
});

describe('an SE block', () => {
  it('gives one weight a channel', () => {
    const block = new SE_Block(64);
    expect(outputOf(block, INPUT)).toEqual([2, 64, 1, 1]);
    expect(block.conv1.weight.shape).toEqual([4, 64, 1, 1]);
    expect(block.conv2.weight.shape).toEqual([64, 4, 1, 1]);
    expect(block.className).toBe('SE_Block');
  });

  it('rounds the channels in its middle down, as the article does', () => {
    expect(new SE_Block(70, 16).conv1.weight.shape).toEqual([4, 70, 1, 1]);
    expect(new SE_Block(16, 16).conv1.weight.shape).toEqual([1, 16, 1, 1]);
  });

  it('refuses a reduction that leaves no channel', () => {
    expect(thrownBy(() => new SE_Block(8, 16))).toMatchObject({
      name: 'ModelError',
      code: 'reduction',
      message: 'a reduction of 16 leaves no channel in an SE block of 8; at most 8 is possible',
      facts: { class: 'SE_Block', argument: 'reduction', value: 16, most: 8 },
    });
  });

  it.each([
    ['inPlanes', [0, 16], 0],
    ['inPlanes', [2.5, 16], 2.5],
    ['reduction', [64, 0], 0],
    ['reduction', [64, 1.5], 1.5],
  ])('refuses %s that are not whole numbers from 1: %j', (argument, args, value) => {
    const make = (): unknown => Reflect.construct(SE_Block, args);
    expect(thrownBy(make)).toMatchObject({
      name: 'ModelError',
      message: `SE_Block: ${argument} takes a whole number from 1, but was given ${String(value)}`,
      facts: { class: 'SE_Block', argument, value },
    });
  });
});
