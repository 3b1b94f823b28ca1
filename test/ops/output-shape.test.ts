import { describe, expect, it } from 'vitest';
import { OPERATIONS, outputShape } from '../../src/ops/index.js';
import type { Shape } from '../../src/ops/shape.js';
import { keysOf } from '../../src/text/keys.js';
import { readJson } from '../support/fixtures.js';

const CASES = readJson('ops.json');

it('has a case of PyTorch for every kind of operation', () => {
  expect(new Set(CASES.map(({ op }) => op.kind))).toEqual(new Set(keysOf(OPERATIONS)));
});

describe("PyTorch's output shapes", () => {
  it.each(CASES)('$name', ({ op, folded, inputs, output }) => {
    const first = outputShape(
      op,
      inputs.map(({ shape }) => shape),
    );
    const shape = folded.reduce<Shape>((input, next) => outputShape(next, [input]), first);
    expect(shape).toEqual(output.shape);
  });
});
