import { describe, expect, it } from 'vitest';
import { arenaBytes, arrayBytes } from '../../../src/engine/onnx/predict.js';
import { planPass } from '../../../src/engine/plan.js';
import { Conv2d, GroupNorm, type Module, ReLU, Sequential } from '../../../src/nn/index.js';
import type { Shape } from '../../../src/ops/shape.js';
import { record } from '../../../src/trace/recorder.js';

const INPUT: Shape = [1, 4, 4, 4];
/** Of a value of the shape above. */
const VALUE = 4 * 4 * 4 * 4;

function plan(model: Module): ReturnType<typeof planPass> {
  return planPass(record(model, [INPUT]), []);
}

describe("what ONNX Runtime's arena holds", () => {
  it('is each value in memory of its own, for as long as it is read', () => {
    expect(arenaBytes(plan(new ReLU()))).toBe(VALUE);
    expect(arenaBytes(plan(new Sequential(new ReLU(), new ReLU(), new ReLU())))).toBe(2 * VALUE);
  });

  it('is what a GroupNorm centres besides its output', () => {
    expect(arenaBytes(plan(new GroupNorm(2, 4)))).toBe(2 * VALUE);
  });
});

it('JavaScript has the input and all weights', () => {
  const conv = new Conv2d(4, 4, { kernelSize: 1 });
  expect(arrayBytes(plan(conv))).toBe(VALUE + 4 * (16 + 4));
});
