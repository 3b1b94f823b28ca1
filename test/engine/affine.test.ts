import { describe, expect, it } from 'vitest';
import { affineOf } from '../../src/engine/affine.js';
import type { Op } from '../../src/ops/index.js';
import type { StoredTensor } from '../../src/ops/operation.js';

const stored = (): StoredTensor => ({ shape: [2] });
const [runningMean, runningVar, weight, bias] = [stored(), stored(), stored(), stored()];

function affine(op: Pick<Op<'batchNorm'>, 'weight' | 'bias' | 'eps'>): {
  scale: number[];
  shift: number[];
} {
  const numbers = new Map<StoredTensor, number[]>([
    [runningMean, [3, -2]],
    [runningVar, [3, 8]],
    [weight, [6, -1]],
    [bias, [0.5, 4]],
  ]);
  const { scale, shift } = affineOf(
    { kind: 'batchNorm', runningMean, runningVar, ...op },
    (tensor) => Float32Array.from(numbers.get(tensor) ?? []),
  );
  return { scale: [...scale], shift: [...shift] };
}

describe('a BatchNorm as scale and shift', () => {
  it('has its weight over the deviation, and its bias less the scaled mean', () => {
    // Deviations: sqrt(3 + 1) = 2 and sqrt(8 + 1) = 3.
    const { scale, shift } = affine({ weight, bias, eps: 1 });
    expect(scale).toEqual([3, Math.fround(-1 / 3)]);
    expect(shift[0]).toBe(0.5 - 3 * 3);
    expect(shift[1]).toBeCloseTo(4 - 2 / 3, 6);
  });

  it('has a weight of 1 and a bias of 0 without them', () => {
    const { scale, shift } = affine({ weight: null, bias: null, eps: 1 });
    expect(scale).toEqual([0.5, Math.fround(1 / 3)]);
    expect(shift[0]).toBe(-1.5);
    expect(shift[1]).toBeCloseTo(2 / 3, 6);
  });
});
