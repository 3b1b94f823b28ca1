import { describe, expect, it } from 'vitest';
import { Conv2d, Linear, Module, ReLU } from '../../src/nn/index.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { record } from '../../src/trace/recorder.js';
import { type ModuleCall, valueShapes } from '../../src/trace/recording.js';
import { innermostCalls, spanSums, totalFlops } from '../../src/trace/spans.js';
import { Lambda } from '../support/lambda.js';

class Inner extends Module {
  readonly fc = new Linear(5, 3);

  override forward(x: Tensor): Tensor {
    return this.fc.call(x).relu();
  }
}

class Model extends Module {
  readonly inner = new Inner();
  readonly relu = new ReLU();

  override forward(x: Tensor): Tensor {
    const y = this.inner.call(x);
    // A product that is called as a function, of no module at all.
    const gram = y.matmul(y.permute([1, 0]));
    return this.relu.call(gram);
  }
}

const recording = record(new Model(), [[4, 5]]);
const sums = spanSums(recording);

describe('the sums of a span', () => {
  it('are those of the operations in it, whatever class they are of', () => {
    // linear: 4 x 3 outputs of 5 products each; matmul: 4 x 4 outputs of 3 each.
    expect(recording.calls.map((call) => sums.flops(call))).toEqual([
      2 * (60 + 48),
      2 * 60,
      2 * 60,
      0,
    ]);
    expect(totalFlops(recording)).toBe(2 * (60 + 48));
  });

  it('are the bytes of the values made in it, each once, without the input', () => {
    // linear, relu: 12 elements each; permute: 12; matmul, relu: 16 each.
    expect(recording.calls.map((call) => sums.activationBytes(call))).toEqual([
      4 * (12 + 12 + 12 + 16 + 16),
      4 * (12 + 12),
      4 * 12,
      4 * 16,
    ]);
  });

  it('are 0 if there is nothing in it', () => {
    expect(sums.flops({ start: 2, end: 2 })).toBe(0);
    expect(sums.activationBytes({ start: 2, end: 2 })).toBe(0);
  });

  it('count a convolution in groups', () => {
    const conv = new Conv2d(4, 6, { kernelSize: 3, groups: 2, padding: 1 });
    const pass = record(conv, [[2, 4, 5, 5]]);
    expect(totalFlops(pass)).toBe(2 * (2 * 6 * 25) * (2 * 9));
  });
});

describe('the innermost call', () => {
  it('is that of the module which asked for the operation', () => {
    const paths = new Map(recording.nodes.map(({ moduleId, path }) => [moduleId, path]));
    const innermost = innermostCalls(recording).map((call) => paths.get(call?.moduleId ?? -1));
    expect(innermost).toEqual(['inner.fc', 'inner', '', '', 'relu']);
  });

  it('is none in a recording without calls', () => {
    expect(innermostCalls({ ...recording, calls: [] })).toEqual([null, null, null, null, null]);
  });
});

describe('the shapes of values', () => {
  it('are those of the inputs, then of what each operation makes', () => {
    expect(valueShapes(recording)).toEqual([
      [4, 5],
      [4, 3],
      [4, 3],
      [3, 4],
      [4, 4],
      [4, 4],
    ]);
  });
});

it('each operation belongs to the innermost of its calls, whatever comes before, after and between', () => {
  const at = (moduleId: number, start: number, end: number): ModuleCall => ({
    moduleId,
    start,
    end,
    inputShapes: [],
    outputShapes: [],
    outputForm: 'tensor',
  });
  const { operations } = record(
    new Lambda((x) => {
      for (let i = 0; i < 9; i++) x = x.relu();
      return x;
    }),
    [[1]],
  );
  // Empty ones at the beginning, between and at the end; one inside another; one after another.
  const calls = [
    at(0, 1, 8),
    at(1, 1, 1),
    at(2, 2, 5),
    at(3, 2, 3),
    at(4, 3, 3),
    at(5, 5, 6),
    at(6, 8, 8),
  ];
  const innermost = innermostCalls({ nodes: [], inputShapes: [], operations, calls, outputs: [] });
  expect(innermost.map((call) => call?.moduleId ?? null)).toEqual([
    null,
    0,
    3,
    2,
    2,
    5,
    0,
    0,
    null,
  ]);
});
