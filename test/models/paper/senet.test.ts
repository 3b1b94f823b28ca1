import { describe, expect, it } from 'vitest';
import { bninception } from '../../../src/models/paper/bn-inception.js';
import { senet } from '../../../src/models/paper/senet.js';
import type { OptionValues } from '../../../src/models/option.js';
import { record } from '../../../src/trace/recorder.js';

function paramsOf(options: OptionValues): number | undefined {
  return record(senet.build(senet.resolve(options)), [[1, 3, 224, 224]]).nodes[0]?.params;
}

describe('a description of a residual network', () => {
  // torchvision's totals; the place of a stride changes none.
  it.each([
    ['resnext101_32x8d', { groups: 32, widthPerGroup: 8, blocks: [3, 4, 23, 3] }, 88_791_336],
    ['resnext101_64x4d', { groups: 64, widthPerGroup: 4, blocks: [3, 4, 23, 3] }, 83_455_272],
    ['wide_resnet50_2', { widthPerGroup: 128, blocks: [3, 4, 6, 3] }, 68_883_240],
  ])('builds what is no network of the paper: %s', (_, options, params) => {
    expect(paramsOf({ attention: 'none', ...options })).toBe(params);
  });

  it('has a block that is named after where its stride and its widths are', () => {
    const classOf = (options: OptionValues): string | undefined =>
      record(senet.build(senet.resolve(options)), [[1, 3, 224, 224]]).nodes.find(
        ({ path }) => path === 'layer1.0',
      )?.type;
    expect(classOf({})).toBe('SEResNetBottleneck');
    expect(classOf({ strideIn: '3x3' })).toBe('SEResNeXtBottleneck');
    expect(classOf({ strideIn: '3x3', reduceFirst: 2 })).toBe('SEBottleneck');
  });
});

describe('what excludes what', () => {
  it.each([senet, bninception])('$name: a reduction needs SE', (architecture) => {
    expect(architecture.resolve({ attention: 'none' })['reduction']).toBeNull();
    expect(architecture.resolve({})['reduction']).toBe(16);
    expect(() => architecture.resolve({ attention: 'none', reduction: 8 })).toThrow(
      'reduction 8 cannot stand beside attention "none".',
    );
  });

  it.each([
    [senet, 256],
    [bninception, 256],
  ])('a reduction that leaves no channel is refused: %#', (architecture, most) => {
    const built = (reduction: number): unknown =>
      architecture.build(architecture.resolve({ reduction }));
    expect(() => built(most)).not.toThrow();
    expect(() => built(most + 1)).toThrow(
      `a reduction of ${String(most + 1)} leaves no channel in an SE module of ${String(most)}`,
    );
  });
});
