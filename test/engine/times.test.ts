import { describe, expect, it } from 'vitest';
import { planPass } from '../../src/engine/plan.js';
import { callTimes } from '../../src/engine/times.js';
import { BatchNorm2d, Conv2d, Linear, Module, ReLU, Sequential } from '../../src/nn/index.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { record } from '../../src/trace/recorder.js';

class Model extends Module {
  readonly stem = new Sequential(
    new Conv2d(3, 4, { kernelSize: 1 }),
    new BatchNorm2d(4),
    new ReLU(),
  );
  readonly relu = new ReLU();
  readonly empty = new Sequential();
  readonly fc = new Linear(4, 2);

  override forward(x: Tensor): Tensor {
    x = this.relu.call(this.stem.call(x));
    return this.fc.call(this.empty.call(x).mean([2, 3]));
  }
}

const recording = record(new Model(), [[1, 3, 2, 2]]);

/** The times by path, if the steps take 1, 10, 100, ... milliseconds. */
function timesOf(
  folds: Parameters<typeof planPass>[1],
): [path: string | undefined, ms: number | null][] {
  const plan = planPass(recording, folds);
  const executed = plan.steps.map(({ outputShape }, index) => ({
    milliseconds: 10 ** index,
    shape: outputShape,
  }));
  const paths = new Map(recording.nodes.map(({ moduleId, path }) => [moduleId, path]));
  const times = callTimes(recording.calls, plan, executed);
  return recording.calls.map(({ moduleId }, index) => [paths.get(moduleId), times[index] ?? null]);
}

describe('the times of calls', () => {
  it('are those of their steps, with the calls inside them', () => {
    expect(timesOf([])).toEqual([
      ['', 111_111],
      ['stem', 111],
      ['stem.0', 1],
      ['stem.1', 10],
      ['stem.2', 100],
      ['relu', 1000],
      ['empty', 0],
      ['fc', 100_000],
    ]);
  });

  it('are none for what was folded into another, whose time it stands with', () => {
    expect(timesOf([{ into: 'conv2d', then: ['batchNorm', 'relu'] }])).toEqual([
      ['', 1111],
      ['stem', 1],
      ['stem.0', 1],
      ['stem.1', null],
      ['stem.2', null],
      ['relu', 10],
      ['empty', 0],
      ['fc', 1000],
    ]);
  });
});
