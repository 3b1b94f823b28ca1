import { describe, expect, it } from 'vitest';
import { EcaModule, SEModule } from '../../../../src/models/zoo/timm/attention.js';
import { record } from '../../../../src/trace/recorder.js';

describe('an SEModule', () => {
  it.each([
    [64, 16, 8],
    [128, 16, 8],
    [256, 16, 16],
    [512, 16, 32],
    [256, 4, 64],
    // 12 is as near to 8 as to 16; 21.3 is nearer to 24.
    [192, 16, 16],
    [64, 3, 24],
    [64, 1, 64],
    [64, 1000, 8],
  ])('of %i channels reduced by %d has %i in the middle', (channels, reduction, reduced) => {
    const shapes = new SEModule(channels, reduction)
      .stateDict()
      .map(([key, { shape }]) => [key, shape]);
    expect(shapes).toEqual([
      ['fc1.weight', [reduced, channels, 1, 1]],
      ['fc1.bias', [reduced]],
      ['fc2.weight', [channels, reduced, 1, 1]],
      ['fc2.bias', [channels]],
    ]);
  });

  it('keeps the shape of its input', () => {
    const { calls } = record(new SEModule(64, 16), [[2, 64, 5, 3]]);
    expect(calls[0]?.outputShapes).toEqual([[2, 64, 5, 3]]);
  });
});

describe('an EcaModule', () => {
  it.each([
    [1, 3],
    [64, 3],
    [127, 3],
    [128, 5],
    [1024, 5],
    [2047, 5],
    [2048, 7],
  ])('of %i channels has a kernel of %i', (channels, kernel) => {
    const shapes = new EcaModule(channels).stateDict().map(([key, { shape }]) => [key, shape]);
    expect(shapes).toEqual([['conv.weight', [1, 1, kernel]]]);
  });

  it('convolves over the channels of each image, with as many out as in', () => {
    const { calls, operations } = record(new EcaModule(64), [[2, 64, 5, 3]]);
    expect(calls[0]?.outputShapes).toEqual([[2, 64, 5, 3]]);
    const conv = operations.find(({ op }) => op.kind === 'conv1d');
    expect(conv?.op).toMatchObject({ padding: [1], stride: [1] });
  });
});
