import { describe, expect, it } from 'vitest';
import { convolutionOf } from '../../../src/engine/tfjs/convolution.js';
import { type GroupedBytes, groupedBytes, groupedRun } from '../../../src/engine/tfjs/groups.js';
import type { Op } from '../../../src/ops/index.js';
import type { Pair } from '../../../src/ops/operation.js';
import type { Shape } from '../../../src/ops/shape.js';

interface Convolution {
  readonly groups: number;
  /** In and out channels of a group. */
  readonly channels: Pair;
  readonly kernel: Pair;
  readonly padding?: Pair;
  readonly dilation?: Pair;
}

function conv(convolution: Convolution): Op<'conv2d'> {
  const { groups, channels, kernel, padding = [0, 0], dilation = [1, 1] } = convolution;
  const [inChannels, outChannels] = channels;
  const weight = { shape: [groups * outChannels, inChannels, ...kernel] };
  return { kind: 'conv2d', weight, bias: null, stride: [1, 1], padding, dilation, groups };
}

describe('groupedRun', () => {
  const many: Convolution = { groups: 32, channels: [4, 4], kernel: [3, 3] };

  it('is the convolution of a backend that has groups', () => {
    expect(groupedRun(conv(many), true)).toBe('native');
    expect(groupedRun(conv({ ...many, groups: 2 }), true)).toBe('native');
  });

  it.each([true, false])('is depthwise for groups of one channel: %s', (hasGroups) => {
    const single: Convolution = { groups: 2, channels: [1, 3], kernel: [7, 7] };
    expect(groupedRun(conv(single), hasGroups)).toBe('depthwise');
  });

  it.each<[run: string, groups: number, kernel: Pair, dilation: Pair]>([
    ['depthwise', 32, [3, 3], [1, 1]],
    ['depthwise', 5, [3, 3], [1, 1]],
    ['split', 4, [3, 3], [1, 1]],
    ['depthwise', 2, [2, 2], [1, 1]],
    ['depthwise', 2, [1, 1], [9, 9]],
    ['depthwise', 25, [7, 7], [1, 1]],
    ['split', 24, [7, 7], [1, 1]],
    ['depthwise', 13, [3, 3], [2, 2]],
    ['split', 12, [3, 3], [2, 2]],
    ['depthwise', 8, [3, 3], [1, 2]],
    ['split', 7, [3, 3], [2, 1]],
  ])(
    'is %s for %i groups, a kernel of %j and a dilation of %j',
    (run, groups, kernel, dilation) => {
      expect(groupedRun(conv({ groups, channels: [2, 3], kernel, dilation }), false)).toBe(run);
    },
  );
});

describe('groupedBytes', () => {
  const nothing = { first: 0, input: 0, weights: 0, addresses: 0, output: 0 };
  const bytesOf = (
    op: Op,
    ...[input, output, hasGroups]: [input: Shape, output: Shape, hasGroups: boolean]
  ): GroupedBytes | null => {
    const convolution = convolutionOf(op, input, output);
    return convolution === null ? null : groupedBytes(convolution, hasGroups);
  };

  it('are none without groups, and where the backend has them', () => {
    const plain = conv({ groups: 1, channels: [4, 6], kernel: [3, 3] });
    expect(bytesOf(plain, [1, 4, 5, 5], [1, 6, 3, 3], false)).toEqual(nothing);
    const grouped = conv({ groups: 8, channels: [2, 3], kernel: [3, 3] });
    expect(bytesOf(grouped, [1, 16, 5, 5], [1, 24, 3, 3], true)).toEqual(nothing);
  });

  it('are the padded input of a depthwise convolution', () => {
    const op = conv({ groups: 3, channels: [1, 2], kernel: [3, 5], padding: [1, 2] });
    // 2 x 3 x 6 x 9 numbers.
    const bytes = bytesOf(op, [2, 3, 4, 5], [2, 6, 4, 5], false);
    expect(bytes).toEqual({ ...nothing, input: 1296 });
  });

  it('are both forms of the input, and the addresses for one image, side by side', () => {
    const kernel: Pair = [3, 2];
    const op = conv({ groups: 10, channels: [2, 3], kernel, padding: [1, 0], dilation: [2, 3] });
    // The kernel comes to 5 x 4.
    const bytes = bytesOf(op, [3, 20, 4, 6], [3, 30, 2, 3], false);
    expect(bytes).toEqual({
      ...nothing,
      first: 4 * 3 * 20 * 4 * 6,
      input: 4 * 3 * 20 * 6 * 6,
      addresses: 4 * (5 * 4 * 2) * (2 * 3),
    });
  });

  it('are the parts, where each group is convolved alone', () => {
    const op = conv({ groups: 2, channels: [2, 3], kernel: [3, 3], padding: [1, 1] });
    const bytes = bytesOf(op, [2, 4, 5, 5], [2, 6, 5, 5], false);
    expect(bytes).toEqual({ ...nothing, input: 800, weights: 432, output: 1200 });
  });

  it('are those of one row for a convolution over one axis', () => {
    const conv1d = (groups: number): Op => ({
      kind: 'conv1d',
      weight: { shape: [3 * groups, 2, 5] },
      bias: null,
      stride: [2],
      padding: [2],
      dilation: [1],
      groups,
    });
    // The padding is at the two ends of the row alone.
    expect(bytesOf(conv1d(3), [2, 6, 8], [2, 9, 4], false)).toEqual({
      ...nothing,
      first: 4 * 2 * 6 * 8,
      input: 4 * 2 * 6 * 12,
      addresses: 4 * (5 * 2) * 4,
    });
    expect(bytesOf(conv1d(2), [2, 4, 8], [2, 6, 4], false)).toEqual({
      ...nothing,
      input: 4 * 2 * 4 * 8,
      weights: 4 * 6 * 2 * 5,
      output: 4 * 2 * 6 * 4,
    });
    expect(bytesOf(conv1d(3), [2, 6, 8], [2, 9, 4], true)).toEqual(nothing);
  });
});
