import { describe, expect, it } from 'vitest';
import type { Executor } from '../../src/engine/engine.js';
import { engineNames } from '../../src/engine/list.js';
import { type Plan, planPass } from '../../src/engine/plan.js';
import { ModelError } from '../../src/errors.js';
import { BatchNorm2d, Conv2d, Linear, Module, ReLU, Sequential } from '../../src/nn/index.js';
import type { StoredTensor } from '../../src/ops/operation.js';
import { run } from '../../src/run.js';
import type { Output, Tensor } from '../../src/tensor/tensor.js';
import { record } from '../../src/trace/recorder.js';
import { initialWeights } from '../../src/weights/initialise.js';
import { describeEngines } from '../support/engines.js';
import { rejectionOf } from '../support/errors.js';
import { Lambda } from '../support/lambda.js';
import { noWeights } from '../support/recordings.js';

/** Two convolutions with BatchNorm and ReLU, at two levels, and a linear layer. */
class Network extends Module {
  readonly stem = new Sequential(
    new Conv2d(3, 4, { kernelSize: 3, padding: 1 }),
    new BatchNorm2d(4),
    new ReLU(),
  );
  readonly conv = new Conv2d(4, 5, { kernelSize: 1 });
  readonly fc = new Linear(5, 2);

  override forward(x: Tensor): Tensor {
    return this.fc.call(this.conv.call(this.stem.call(x)).mean([2, 3]));
  }
}

const INPUT = [1, 3, 4, 5];

/** The engines that run a pass as a whole, and report its first step alone. */
const WHOLE_ENGINES = ['onnxruntime'];

/** The plan with one of its steps said to give another shape. */
function withWrongShape(plan: Plan, wrong: number): Plan {
  const steps = plan.steps.map((step, index) =>
    index === wrong ? { ...step, outputShape: [1, 99] } : step,
  );
  return { ...plan, steps };
}

/** What a function of tensors gives for numbers. */
async function outputsOf(
  executor: Executor,
  forward: (...inputs: Tensor[]) => Output,
  inputs: readonly { shape: readonly number[]; data: readonly number[] }[],
): Promise<{ shape: readonly number[]; data: number[] }[]> {
  const recording = record(
    new Lambda(forward),
    inputs.map(({ shape }) => shape),
  );
  const { outputs } = await executor.execute(
    planPass(recording, []),
    noWeights,
    inputs.map(({ data }) => Float32Array.from(data)),
  );
  return outputs.map(({ shape, data }) => ({ shape, data: [...data] }));
}

/** Of four axes, with the numbers from 0 on less 3. */
const IMAGE = { shape: [1, 2, 2, 2], data: [-3, -2, -1, 0, 1, 2, 3, 4] };
const RELU = { ...IMAGE, data: [0, 0, 0, 0, 1, 2, 3, 4] };
const TWICE_RELU = { ...IMAGE, data: [0, 0, 0, 0, 2, 4, 6, 8] };

describeEngines('an execution', (engine, executor) => {
  describe('gives', () => {
    it('relu(x) + sigmoid(x), by hand', async () => {
      const input = { shape: [1, 2, 1, 2], data: [0, 1, -2, 3] };
      const [output] = await outputsOf(executor(), (x) => x.relu().add(x.sigmoid()), [input]);
      expect(output?.shape).toEqual([1, 2, 1, 2]);
      // sigmoid: 0.5, 0.731059, 0.119203, 0.952574
      [0.5, 1.731059, 0.119203, 3.952574].forEach((value, i) => {
        expect(output?.data[i]).toBeCloseTo(value, 5);
      });
    });

    const OUTPUTS: [what: string, forward: (x: Tensor) => Output, expected: object[]][] = [
      ['the input, if that is the output', (x) => x, [IMAGE]],
      ['the input twice', (x) => [x, x], [IMAGE, IMAGE]],
      [
        'the input, an early value and the last, in order',
        (x) => {
          const early = x.relu();
          return [early.add(early), x, early];
        },
        [TWICE_RELU, IMAGE, RELU],
      ],
      [
        'an early value alone, though others were made after it',
        (x) => {
          const early = x.relu();
          early.sigmoid().mul(x);
          return early;
        },
        [RELU],
      ],
      [
        'a value as often as it is an output',
        (x) => {
          const value = x.relu();
          return { first: value, second: [value, { third: value }] };
        },
        [RELU, RELU, RELU],
      ],
      ['nothing, if nothing is an output', () => [], []],
      ['a scalar', (x) => x.mean(), [{ shape: [], data: [0.5] }]],
      [
        'an image in the order of torch',
        (x) => x.permute([0, 2, 3, 1]),
        [{ shape: [1, 2, 2, 2], data: [-3, 1, -2, 2, -1, 3, 0, 4] }],
      ],
    ];

    it.each(OUTPUTS)('%s', async (_what, forward, expected) => {
      const given = await outputsOf(executor(), forward, [IMAGE]);
      expect(given).toEqual(expected);
    });

    it('what several inputs of several ranks come to', async () => {
      const outputs = await outputsOf(
        executor(),
        (image: Tensor, row: Tensor, scale: Tensor) => [image.mul(scale), row, row.sub(scale)],
        [
          { shape: [1, 1, 2, 2], data: [1, 2, 3, 4] },
          { shape: [2, 2], data: [10, 20, 30, 40] },
          { shape: [1], data: [2] },
        ],
      );
      expect(outputs).toEqual([
        { shape: [1, 1, 2, 2], data: [2, 4, 6, 8] },
        { shape: [2, 2], data: [10, 20, 30, 40] },
        { shape: [2, 2], data: [8, 18, 28, 38] },
      ]);
    });

    it('the same for the same, and leaves the inputs as they were', async () => {
      const model = new Network();
      const plan = planPass(record(model, [INPUT]), engine.folds);
      const input = Float32Array.from({ length: 60 }, (_, index) => index / 60);
      const before = [...input];
      const first = await executor().execute(plan, initialWeights(model, 1), [input]);
      const second = await executor().execute(plan, initialWeights(model, 1), [input]);
      expect(second.outputs).toEqual(first.outputs);
      expect([...input]).toEqual(before);
    });
  });

  describe('goes through the steps', () => {
    const model = new Network();
    const recording = record(model, [INPUT]);
    const input = [new Float32Array(60).fill(0.5)];

    it.each([true, false])('with a time and the real shape of each, folded: %s', async (fold) => {
      const plan = planPass(recording, fold ? engine.folds : []);
      const { steps, forwardMs } = await executor().execute(plan, initialWeights(model, 0), input, {
        steps: true,
      });
      expect(steps?.map(({ shape }) => shape)).toEqual(
        plan.steps.map(({ outputShape }) => outputShape),
      );
      const total = steps?.reduce((sum, { milliseconds }) => sum + milliseconds, 0) ?? NaN;
      expect(steps?.every(({ milliseconds }) => milliseconds > 0)).toBe(true);
      expect(total).toBeLessThanOrEqual(forwardMs);
    });

    it('without either, if they are not wanted', async () => {
      const { steps } = await executor().execute(
        planPass(recording, []),
        initialWeights(model, 0),
        input,
      );
      expect(steps).toBeNull();
    });

    it('and tells an observer of each before it runs', async () => {
      const plan = planPass(recording, []);
      const weights = initialWeights(model, 0);
      const names = new Map<StoredTensor, string>(
        model.stateDict().map(([name, stored]) => [stored, name]),
      );
      const events: string[] = [];
      await executor().execute(
        plan,
        {
          fill(stored, target) {
            events.push(names.get(stored) ?? '');
            weights.fill(stored, target);
          },
        },
        input,
        { observer: { step: (index) => events.push(`step ${String(index)}`) } },
      );
      if (WHOLE_ENGINES.includes(engine.name)) {
        const [first, ...filled] = events;
        expect(first).toBe('step 0');
        expect(filled.sort()).toEqual(
          [...names.values()].filter((name) => !name.endsWith('num_batches_tracked')).sort(),
        );
        return;
      }
      // What a step reads is filled between its own report and the next one's.
      const perStep = events
        .join(' ')
        .split(/ ?step /)
        .slice(1);
      expect(perStep.map((text) => text.split(' ').sort())).toEqual([
        ['0', 'stem.0.bias', 'stem.0.weight'],
        ['1', 'stem.1.bias', 'stem.1.running_mean', 'stem.1.running_var', 'stem.1.weight'],
        ['2'],
        ['3', 'conv.bias', 'conv.weight'],
        ['4'],
        ['5', 'fc.bias', 'fc.weight'],
      ]);
    });
  });

  describe('fails', () => {
    const model = new Network();
    const plan = planPass(record(model, [INPUT]), []);
    const weights = initialWeights(model, 0);
    const input = new Float32Array(60);

    it.each([
      [0, 'stem.0 (Conv2d): conv2d gave [1, 4, 4, 5]', 'stem.0 (Conv2d)', 'conv2d', [1, 4, 4, 5]],
      [2, 'stem.2 (ReLU): relu gave [1, 4, 4, 5]', 'stem.2 (ReLU)', 'relu', [1, 4, 4, 5]],
      [4, 'Network: mean gave [1, 5]', 'Network', 'mean', [1, 5]],
      [5, 'fc (Linear): linear gave [1, 2]', 'fc (Linear)', 'linear', [1, 2]],
    ])(
      'at a shape that was not recorded: step %i',
      async (step, start, module, operation, shape) => {
        const error = await rejectionOf(
          executor().execute(withWrongShape(plan, step), weights, [input]),
        );
        expect(error).toMatchObject({
          name: 'EngineError',
          code: 'wrong-shape',
          message: `${start} on the ${engine.name} engine, but [1, 99] was recorded`,
          facts: { operation, module, shape, recorded: [1, 99] },
        });
      },
    );

    it('at a shape that has as many elements', async () => {
      const flat = planPass(record(new Lambda((x) => x.relu()), [[2, 3]]), []);
      const transposed = {
        ...flat,
        steps: flat.steps.map((step) => ({ ...step, outputShape: [3, 2] })),
      };
      const error = await rejectionOf(
        executor().execute(transposed, noWeights, [new Float32Array(6)]),
      );
      expect(error).toMatchObject({
        code: 'wrong-shape',
        facts: { shape: [2, 3], recorded: [3, 2] },
      });
    });

    it('in a sentence that names the operation, if the engine does', async () => {
      const cause = new Error('out of memory');
      const failing = {
        fill() {
          throw cause;
        },
      };
      const error = await rejectionOf(executor().execute(plan, failing, [input]));
      expect(error).toMatchObject({
        name: 'EngineError',
        message: `The ${engine.name} engine failed in conv2d: out of memory`,
        facts: { engine: engine.name, operation: 'conv2d', module: 'stem.0 (Conv2d)' },
        cause,
      });
    });

    it('with the error itself, if it is one for the user', async () => {
      const mine = new ModelError('weights', 'there are no such weights');
      const failing = {
        fill() {
          throw mine;
        },
      };
      expect(await rejectionOf(executor().execute(plan, failing, [input]))).toBe(mine);
    });

    it('without leaving anything behind', async () => {
      const before = await executor().execute(plan, weights, [input]);
      await rejectionOf(executor().execute(withWrongShape(plan, 3), weights, [input]));
      const after = await executor().execute(plan, weights, [input]);
      expect(after.outputs).toEqual(before.outputs);
    });

    it('if an input has another size than was planned for, or there are more or fewer', async () => {
      const run = (...inputs: Float32Array[]): Promise<unknown> =>
        rejectionOf(executor().execute(plan, weights, inputs));
      expect(await run(new Float32Array(61))).toHaveProperty(
        'message',
        'input 0 does not have the shape that the pass was planned for',
      );
      expect(await run()).toHaveProperty('message', 'the pass takes 1 inputs, not 0');
      expect(await run(input, input)).toHaveProperty('message', 'the pass takes 1 inputs, not 2');
    });

    it('if a number of the output is not finite', async () => {
      // (1e38 - 0) / sqrt(1e-30 + 1e-5) is beyond the largest float32.
      const norm = new BatchNorm2d(1);
      const own = initialWeights(norm, 0);
      const failing = run(norm, [1, 1, 1, 2], {
        engine: engineNames().find((name) => name === engine.name) ?? 'auto',
        inputs: [Float32Array.of(1, 1e38)],
        weights: {
          fill(stored, target) {
            if (stored === norm.running_var) target.fill(1e-30);
            else own.fill(stored, target);
          },
        },
      });
      expect(await rejectionOf(failing)).toMatchObject({
        name: 'EngineError',
        message: `The forward pass on the ${engine.name} engine gave numbers that are not finite.`,
      });
    });
  });
});
