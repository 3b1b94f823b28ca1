import { describe, expect, it } from 'vitest';
import { type FoldRule, type Plan, type PlannedStep, planPass } from '../../src/engine/plan.js';
import { Conv2d, Module, Sequential } from '../../src/nn/index.js';
import type { Op } from '../../src/ops/index.js';
import type { Shape } from '../../src/ops/shape.js';
import type { Output, Tensor } from '../../src/tensor/tensor.js';
import { record } from '../../src/trace/recorder.js';
import { Lambda } from '../support/lambda.js';

/** 1x1, so that the weights are out * in * 4 bytes. */
function conv(inChannels: number, outChannels: number): Op<'conv2d'> {
  return {
    kind: 'conv2d',
    weight: { shape: [outChannels, inChannels, 1, 1] },
    bias: null,
    stride: [1, 1],
    padding: [0, 0],
    dilation: [1, 1],
    groups: 1,
  };
}

function norm(channels: number): Op<'batchNorm'> {
  const stored = (): { shape: Shape } => ({ shape: [channels] });
  return {
    kind: 'batchNorm',
    weight: stored(),
    bias: stored(),
    runningMean: stored(),
    runningVar: stored(),
    eps: 1e-5,
  };
}

function apply(op: Op, x: Tensor): Tensor {
  return x.recorder.record(op, [x]);
}

const FOLDS: readonly FoldRule[] = [{ into: 'conv2d', then: ['batchNorm', 'relu'] }];

/** A plan for an input of [1, 2, 4, 4], which is 128 bytes. */
function planOf(forward: (x: Tensor) => Output, folds = FOLDS): Plan {
  return planPass(record(new Lambda(forward), [[1, 2, 4, 4]]), folds);
}

/** The steps by what they run: conv2d+batchNorm+relu. */
function stepNames({ steps }: Plan): string[] {
  return steps.map(({ op, folded }) => [op, ...folded].map(({ kind }) => kind).join('+'));
}

function fieldsOf<Field extends keyof PlannedStep>(
  { steps }: Plan,
  field: Field,
): PlannedStep[Field][] {
  return steps.map((step) => step[field]);
}

describe('folding', () => {
  it('takes in the BatchNorm and the ReLU after a convolution', () => {
    const plan = planOf((x) =>
      apply(norm(3), apply(conv(2, 3), x))
        .relu()
        .sigmoid(),
    );
    expect(stepNames(plan)).toEqual(['conv2d+batchNorm+relu', 'sigmoid']);
    expect(fieldsOf(plan, 'operations')).toEqual([[0, 1, 2], [3]]);
    expect(fieldsOf(plan, 'inputs')).toEqual([[0], [3]]);
    expect(fieldsOf(plan, 'output')).toEqual([3, 4]);
  });

  it('takes in a ReLU alone, and a BatchNorm alone', () => {
    expect(stepNames(planOf((x) => apply(conv(2, 3), x).relu().sigmoid()))).toEqual([
      'conv2d+relu',
      'sigmoid',
    ]);
    expect(stepNames(planOf((x) => apply(norm(3), apply(conv(2, 3), x)).sigmoid()))).toEqual([
      'conv2d+batchNorm',
      'sigmoid',
    ]);
  });

  it('leaves a BatchNorm that comes after the ReLU', () => {
    const plan = planOf((x) => apply(norm(3), apply(conv(2, 3), x).relu()).sigmoid());
    expect(stepNames(plan)).toEqual(['conv2d+relu', 'batchNorm', 'sigmoid']);
  });

  it('takes in each kind once', () => {
    const twice = planOf((x) => apply(norm(3), apply(norm(3), apply(conv(2, 3), x))));
    expect(stepNames(twice)).toEqual(['conv2d+batchNorm', 'batchNorm']);
    expect(stepNames(planOf((x) => apply(conv(2, 3), x).relu().relu()))).toEqual([
      'conv2d+relu',
      'relu',
    ]);
  });

  it('leaves what comes after something else', () => {
    expect(stepNames(planOf((x) => x.sigmoid().relu()))).toEqual(['sigmoid', 'relu']);
    expect(stepNames(planOf((x) => apply(conv(2, 3), x).sigmoid().relu()))).toEqual([
      'conv2d',
      'sigmoid',
      'relu',
    ]);
  });

  it('takes in what does not follow at once', () => {
    const plan = planOf((x) => {
      const convolved = apply(conv(2, 2), x);
      const other = x.sigmoid();
      return convolved.relu().add(other);
    });
    // The step runs where the convolution does; the sigmoid comes after it.
    expect(stepNames(plan)).toEqual(['conv2d+relu', 'sigmoid', 'add']);
    expect(fieldsOf(plan, 'operations')).toEqual([[0, 2], [1], [3]]);
    expect(fieldsOf(plan, 'inputs')).toEqual([[0], [0], [3, 2]]);
  });

  it('leaves a value that is read twice', () => {
    const plan = planOf((x) => {
      const convolved = apply(conv(2, 2), x);
      return convolved.relu().add(convolved);
    });
    expect(stepNames(plan)).toEqual(['conv2d', 'relu', 'add']);
  });

  it('leaves a value that one operation reads twice', () => {
    const plan = planOf((x) => {
      const convolved = apply(conv(2, 2), x);
      return convolved.mul(convolved).relu();
    });
    expect(stepNames(plan)).toEqual(['conv2d', 'mul', 'relu']);
  });

  it('takes in what ends the pass, and keeps its value', () => {
    const plan = planOf((x) => apply(conv(2, 3), x).relu());
    expect(stepNames(plan)).toEqual(['conv2d+relu']);
    expect(fieldsOf(plan, 'frees')).toEqual([[0]]);
    expect(plan.outputs).toEqual([2]);
  });

  it.each<
    [
      what: string,
      outputsOf: (convolved: Tensor, normed: Tensor, last: Tensor) => Output,
      steps: string[],
    ]
  >([
    ['the convolution', (a, _b, c) => [a, c], ['conv2d', 'batchNorm', 'relu']],
    ['the BatchNorm', (_a, b, c) => [c, b], ['conv2d+batchNorm', 'relu']],
    ['the last alone', (_a, _b, c) => [c, c], ['conv2d+batchNorm+relu']],
    ['the convolution alone', (a) => a, ['conv2d', 'batchNorm', 'relu']],
  ])('leaves a value that is an output: %s', (_what, outputsOf, steps) => {
    const plan = planOf((x) => {
      const convolved = apply(conv(2, 2), x);
      const normed = apply(norm(2), convolved);
      return outputsOf(convolved, normed, normed.relu());
    });
    expect(stepNames(plan)).toEqual(steps);
  });

  it('does not happen if the engine can fold nothing', () => {
    const plan = planOf((x) => apply(norm(3), apply(conv(2, 3), x)).relu(), []);
    expect(stepNames(plan)).toEqual(['conv2d', 'batchNorm', 'relu']);
    expect(fieldsOf(plan, 'output')).toEqual([1, 2, 3]);
  });

  it('is what the engine says that it can do', () => {
    const sums: FoldRule[] = [
      { into: 'add', then: ['relu'] },
      { into: 'linear', then: ['sigmoid'] },
    ];
    const plan = planOf((x) => apply(conv(2, 2), x).relu().add(x).relu(), sums);
    expect(stepNames(plan)).toEqual(['conv2d', 'relu', 'add+relu']);
  });
});

describe('what is freed', () => {
  it('goes after its last use, the output never', () => {
    const plan = planOf((x) => apply(conv(2, 2), x).sigmoid().add(x), []);
    expect(fieldsOf(plan, 'frees').map((frees) => [...frees].sort())).toEqual([[], [1], [0, 2]]);
  });

  it('includes a value that nothing reads', () => {
    const plan = planOf((x) => {
      x.sigmoid();
      return x.relu();
    }, []);
    expect(fieldsOf(plan, 'frees')).toEqual([[1], [0]]);
  });

  it('goes once, if one operation reads it twice', () => {
    expect(
      fieldsOf(
        planOf((x) => x.relu().add(x)),
        'frees',
      ),
    ).toEqual([[], [1, 0]]);
    expect(
      fieldsOf(
        planOf((x) => x.relu().mul(x.relu())),
        'frees',
      )
        .flat()
        .sort(),
    ).toEqual([0, 1, 2]);
    const plan = planOf((x) => {
      const y = x.relu();
      return y.mul(y);
    });
    expect(fieldsOf(plan, 'frees')).toEqual([[0], [1]]);
  });

  it('is never an output, whatever it is', () => {
    const plan = planOf((x) => {
      const early = x.relu();
      const late = early.sigmoid();
      return [x, early, late.relu(), early];
    });
    expect(fieldsOf(plan, 'frees')).toEqual([[], [], [2]]);
    expect(plan.outputs).toEqual([0, 1, 3, 1]);
  });

  it('is nothing in a pass without operations', () => {
    expect(planOf((x) => x)).toEqual({
      inputShapes: [[1, 2, 4, 4]],
      steps: [],
      outputs: [0],
      liveBytes: 128,
      weightBytes: 0,
      isFolded: true,
    });
  });
});

it('a plan says whether an engine may run several operations as one', () => {
  expect([planOf((x) => x, FOLDS).isFolded, planOf((x) => x, []).isFolded]).toEqual([true, false]);
});

describe('the bytes', () => {
  it('of a step are those alive before its output, and those of what it reads', () => {
    const plan = planOf(
      (x) =>
        apply(norm(3), apply(conv(2, 3), x))
          .relu()
          .sigmoid(),
      [],
    );
    // Input 2 x 16 x 4 B, the others 3 x 16 x 4 B; the input is freed after the convolution.
    expect(fieldsOf(plan, 'liveBytes')).toEqual([128, 192, 192, 192]);
    expect(fieldsOf(plan, 'weightBytes')).toEqual([24, 4 * 12, 0, 0]);
    expect(plan.liveBytes).toBe(2 * 192);
    expect(plan.weightBytes).toBe(24 + 48);
  });

  it('of weights are those of what is folded in, too', () => {
    const plan = planOf((x) => apply(norm(3), apply(conv(2, 3), x)).relu());
    expect(fieldsOf(plan, 'weightBytes')).toEqual([24 + 48]);
    expect(plan.weightBytes).toBe(24 + 48);
    expect(plan.liveBytes).toBe(128 + 192);
  });

  it('of a weight that is read twice count once for the pass, and in each step', () => {
    const shared = conv(2, 2);
    const plan = planOf((x) => apply(shared, apply(shared, x)));
    expect(fieldsOf(plan, 'weightBytes')).toEqual([16, 16]);
    expect(plan.weightBytes).toBe(16);
  });

  it('that are alive are counted when most is alive, not summed up', () => {
    // 128 (input), then 128 + 512 (conv), 512 + 512 (sigmoid), 512 + 32 (pool).
    const plan = planOf((x) =>
      apply({ kind: 'adaptiveAvgPool2d', outputSize: [1, 1] }, apply(conv(2, 8), x).sigmoid()),
    );
    expect(plan.liveBytes).toBe(512 + 512);
    expect(fieldsOf(plan, 'liveBytes')).toEqual([128, 512, 512]);
  });

  it('count what a later operation still needs', () => {
    // The input stays for the sum: 128 + 128 (conv) + 128 (sigmoid), and again with the sum's own.
    const plan = planOf((x) => apply(conv(2, 2), x).sigmoid().add(x), []);
    expect(plan.liveBytes).toBe(3 * 128);
  });

  it('count all inputs, and outputs to the end', () => {
    const two = new Lambda((x: Tensor, y: Tensor) => [x.relu(), y.sigmoid().relu()]);
    const plan = planPass(record(two, [[4], [8]]), []);
    // 16 + 32; relu: + 16, - 16; sigmoid: + 32, - 32; relu: + 32.
    expect(fieldsOf(plan, 'liveBytes')).toEqual([48, 48, 48]);
    expect(plan.liveBytes).toBe(48 + 32);
  });
});

describe('the place of a step', () => {
  it('is the innermost module that asked for the operation', () => {
    class Model extends Module {
      readonly body = new Sequential(new Conv2d(2, 3, { kernelSize: 1 }));

      override forward(x: Tensor): Tensor {
        return this.body.call(x).relu().sigmoid();
      }
    }
    const plan = planPass(record(new Model(), [[1, 2, 4, 4]]), FOLDS);
    expect(fieldsOf(plan, 'place')).toEqual(['body.0 (Conv2d)', 'Model']);
  });
});
