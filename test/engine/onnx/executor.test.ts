import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Executor, WeightSource } from '../../../src/engine/engine.js';
import { OnnxExecutor } from '../../../src/engine/onnx/executor.js';
import { onnxruntime } from '../../../src/engine/onnx/onnxruntime.js';
import type { OrtSession, OrtTensor } from '../../../src/engine/onnx/runtime.js';
import { type Plan, planPass } from '../../../src/engine/plan.js';
import { createModel } from '../../../src/models/create.js';
import { allArchitectures, namedModels } from '../../../src/models/registry.js';
import { Conv2d, Linear, Module, ReLU } from '../../../src/nn/index.js';
import { elementCount, type Shape } from '../../../src/ops/shape.js';
import type { Tensor } from '../../../src/tensor/tensor.js';
import { record } from '../../../src/trace/recorder.js';
import { initialWeights, randomInput } from '../../../src/weights/initialise.js';
import { rejectionOf } from '../../support/errors.js';
import { readJson } from '../../support/fixtures.js';
import { Lambda } from '../../support/lambda.js';
import { ODD } from '../../support/odd.js';
import { noWeights } from '../../support/recordings.js';
import { setVariable, temporaryFolder } from '../../support/temporary.js';

/** A convolution that changes the channels, and a linear layer. */
class Network extends Module {
  readonly conv = new Conv2d(3, 4, { kernelSize: 3, padding: 1 });
  readonly relu = new ReLU();
  readonly fc = new Linear(4, 2);

  override forward(x: Tensor): Tensor {
    return this.fc.call(this.relu.call(this.conv.call(x)).mean([2, 3]));
  }
}

const INPUT = [2, 3, 4, 5];

/** A plan that gives every value that is made in it. */
function givingAll(plan: Plan): Plan {
  return { ...plan, outputs: plan.steps.map(({ output }) => output) };
}

describe.skipIf(!onnxruntime.status().ready)('onnxruntime', () => {
  let executor: Executor;
  let folder: string;

  beforeAll(async () => {
    executor = await onnxruntime.start({ threads: 2 });
  });

  beforeEach(() => {
    folder = temporaryFolder();
    setVariable('TMPDIR', folder);
  });

  // The names of every architecture, as far as their depth does not take long.
  const small = namedModels()
    .map(({ name }) => name)
    .filter((name) => /-(10|14|18|26|50)$/.test(name));

  it('has small networks of every architecture to be compared', () => {
    for (const { name } of allArchitectures()) {
      expect(small.filter((model) => model.startsWith(`${name}-`)).length).toBeGreaterThan(2);
    }
  });

  describe.each(small)('%s: every value has the shape that was recorded', (name) => {
    it.each([
      [[1, 3, 32, 32], true],
      [[2, 3, 33, 17], true],
      [[3, 1, 40, 24], false],
    ] as const)('at %s, folded: %s', async (shape: Shape, fold) => {
      const [, inChannels = 3] = shape;
      const model = createModel(name, { numClasses: 7, inChannels });
      const plan = givingAll(planPass(record(model, [shape]), fold ? onnxruntime.folds : []));
      const { outputs, steps } = await executor.execute(
        plan,
        initialWeights(model, 0),
        [randomInput(shape, 0)],
        { steps: true },
      );
      const recorded = plan.steps.map(({ outputShape }) => outputShape);
      expect(outputs.map((output) => output.shape)).toEqual(recorded);
      expect(outputs.map(({ data }) => data.length)).toEqual(
        recorded.map((sizes) => elementCount(sizes)),
      );
      expect(steps?.map((step) => step.shape)).toEqual(recorded);
      // The profile lay there.
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  describe.each(Object.entries(readJson('odd/cases.json')))('%s', (name, { inputSizes }) => {
    it.each([true, false])('gives and times every value as recorded, folded: %s', async (fold) => {
      const model = ODD[name]?.();
      if (model === undefined) throw new Error(`there is no model ${name}`);
      const plan = givingAll(planPass(record(model, inputSizes), fold ? onnxruntime.folds : []));
      const inputs = inputSizes.map((shape, index) => randomInput(shape, 0, index));
      const { outputs, steps, forwardMs } = await executor.execute(
        plan,
        initialWeights(model, 0),
        inputs,
        { steps: true },
      );
      const recorded = plan.steps.map(({ outputShape }) => outputShape);
      expect(outputs.map(({ shape }) => shape)).toEqual(recorded);
      expect(steps?.map(({ shape }) => shape)).toEqual(recorded);
      const times = steps?.map(({ milliseconds }) => milliseconds) ?? [NaN];
      expect(Math.min(0, ...times)).toBe(0);
      expect(times.reduce((sum, time) => sum + time, 0)).toBeLessThanOrEqual(forwardMs);
    });
  });

  describe('refuses a plan whose shapes are wrong, with operation and module', () => {
    const model = new Network();
    const plan = planPass(record(model, [INPUT]), []);
    const execute = (wrong: Plan, steps = false) =>
      executor.execute(wrong, initialWeights(model, 0), [randomInput(INPUT, 0)], { steps });
    const withShape = (index: number, outputShape: Shape): Plan => ({
      ...plan,
      steps: plan.steps.map((step, place) => (place === index ? { ...step, outputShape } : step)),
    });

    it.each<[what: string, index: number, shape: Shape, place: string, gave: Shape]>([
      ['batch', 0, [3, 4, 4, 5], 'conv (Conv2d): conv2d', [2, 4, 4, 5]],
      ['channels', 0, [2, 5, 4, 5], 'conv (Conv2d): conv2d', [2, 4, 4, 5]],
      ['size', 0, [2, 4, 5, 4], 'conv (Conv2d): conv2d', [2, 4, 4, 5]],
      ['rank', 0, [2, 4, 20], 'conv (Conv2d): conv2d', [2, 4, 4, 5]],
      ['size of a ReLU', 1, [2, 4, 4, 6], 'relu (ReLU): relu', [2, 4, 4, 5]],
      ['rank of a mean', 2, [2, 4, 1, 1], 'Network: mean', [2, 4]],
      ['features', 3, [2, 3], 'fc (Linear): linear', [2, 2]],
    ])('%s', async (_what, index, shape, place, gave) => {
      for (const steps of [false, true]) {
        expect(await rejectionOf(execute(withShape(index, shape), steps))).toMatchObject({
          code: 'wrong-shape',
          message:
            `${place} gave [${gave.join(', ')}] on the onnxruntime engine, ` +
            `but [${shape.join(', ')}] was recorded`,
          facts: { shape: gave, recorded: shape },
        });
      }
      expect(readdirSync(folder)).toEqual([]);
    });

    it('channels into a convolution, by its kernel', async () => {
      const steps = plan.steps.map((step) =>
        step.op.kind === 'conv2d'
          ? { ...step, op: { ...step.op, weight: { shape: [4, 2, 3, 3] } } }
          : step,
      );
      const wrong = executor.execute(
        { ...plan, steps },
        {
          fill(_stored, target) {
            target.fill(1);
          },
        },
        [randomInput(INPUT, 0)],
      );
      const error = await rejectionOf(wrong);
      expect(error).toMatchObject({
        name: 'EngineError',
        code: 'failed',
        facts: { operation: 'conv2d', module: 'conv (Conv2d)' },
      });
      expect(String(error)).toMatch(/The onnxruntime engine failed in conv2d: .*channels/);
    });
  });

  it('times each step as it was planned, also between permutes that take each other back', async () => {
    const model = new Lambda((x) => x.permute([0, 2, 3, 1]).relu().permute([0, 3, 1, 2]).sigmoid());
    const plan = planPass(record(model, [[2, 3, 4, 5]]), onnxruntime.folds);
    const input = [randomInput([2, 3, 4, 5], 0)];
    const { outputs, steps } = await executor.execute(plan, noWeights, input, { steps: true });
    expect(outputs).toEqual((await executor.execute(plan, noWeights, input)).outputs);
    expect(steps?.map(({ shape }) => shape)).toEqual([
      [2, 4, 5, 3],
      [2, 4, 5, 3],
      [2, 3, 4, 5],
      [2, 3, 4, 5],
    ]);
  });

  it('runs two passes at once', async () => {
    const models = ['se-resnet-10', 'resnet-14'].map((name) => createModel(name));
    const shape = [1, 3, 32, 32];
    const outputsOf = async (model: (typeof models)[number]): Promise<number[]> => {
      const plan = planPass(record(model, [shape]), onnxruntime.folds);
      const input = [randomInput(shape, 0)];
      const { outputs } = await executor.execute(plan, initialWeights(model, 0), input);
      return [...(outputs[0]?.data ?? [])];
    };
    const together = await Promise.all(models.map(outputsOf));
    const apart: number[][] = [];
    for (const model of models) apart.push(await outputsOf(model));
    expect(together).toEqual(apart);
  });
});

/** A tensor of a runtime that computes nothing. */
class FakeTensor implements OrtTensor {
  constructor(
    readonly type: 'float32',
    readonly data: Float32Array,
    readonly dims: Shape,
  ) {}
}

describe('a session', () => {
  const plan = planPass(record(new Network(), [INPUT]), []);
  const input = [randomInput(INPUT, 0)];

  /** What an executor calls of a session that is changed, and what it throws. */
  async function callsOf(
    session: Partial<OrtSession>,
    { steps = false, weights = ones }: { steps?: boolean; weights?: WeightSource } = {},
  ): Promise<{ calls: string[]; error: unknown }> {
    const calls: string[] = [];
    const whole: OrtSession = {
      outputMetadata: [],
      run: () => Promise.resolve({}),
      endProfiling: () => undefined,
      release: () => Promise.resolve(),
      ...session,
    };
    const executor = new OnnxExecutor(
      {
        env: {},
        InferenceSession: {
          create() {
            calls.push('create');
            return Promise.resolve({
              ...whole,
              run(...given) {
                calls.push('run');
                return whole.run(...given);
              },
              endProfiling() {
                calls.push('endProfiling');
                whole.endProfiling();
              },
              release() {
                calls.push('release');
                return whole.release();
              },
            });
          },
        },
        Tensor: FakeTensor,
      },
      1,
    );
    return { error: await rejectionOf(executor.execute(plan, weights, input, { steps })), calls };
  }

  const ones: WeightSource = {
    fill(_stored, target) {
      target.fill(1);
    },
  };

  it('is released after an error of the runtime, which is told in a sentence', async () => {
    const cause = new Error("running Conv node. Name:'step0' Status Message: no memory");
    const run = (): Promise<never> => Promise.reject(cause);
    const { calls, error } = await callsOf({ run });
    expect(calls).toEqual(['create', 'run', 'release']);
    expect(error).toMatchObject({
      name: 'EngineError',
      code: 'failed',
      message: `The onnxruntime engine failed in conv2d: ${cause.message}`,
      facts: { engine: 'onnxruntime', operation: 'conv2d', module: 'conv (Conv2d)' },
      cause,
    });
    expect((await callsOf({ run }, { steps: true })).calls).toEqual([
      'create',
      'run',
      'endProfiling',
      'release',
    ]);
  });

  it('is told of without an operation if the runtime names none', async () => {
    const cause = new Error('no memory');
    const { error } = await callsOf({ run: () => Promise.reject(cause) });
    expect(error).toMatchObject({
      code: 'failed',
      message: 'The onnxruntime engine failed: no memory',
      facts: { engine: 'onnxruntime' },
      cause,
    });
  });

  it('is released after weights that cannot be made, and never runs', async () => {
    const cause = new Error('no weights');
    const weights: WeightSource = {
      fill() {
        throw cause;
      },
    };
    const { calls, error } = await callsOf({}, { weights });
    expect(calls).toEqual(['create', 'release']);
    expect(error).toMatchObject({ code: 'failed', facts: { operation: 'conv2d' }, cause });
  });

  it('is released after a profile that cannot be written', async () => {
    const { calls } = await callsOf(
      {
        endProfiling() {
          throw new Error('no disk');
        },
      },
      { steps: true },
    );
    expect(calls).toEqual(['create', 'run', 'endProfiling', 'release']);
  });

  it('is not believed if it wrote no profile', async () => {
    const value = new FakeTensor('float32', new Float32Array(4), [2, 2]);
    const output = `value${String(plan.outputs[0])}`;
    const run = (): Promise<Record<string, OrtTensor>> => Promise.resolve({ [output]: value });
    const { error } = await callsOf({ run }, { steps: true });
    expect(error).toMatchObject({
      code: 'failed',
      message:
        `The onnxruntime engine failed to measure times: its profile in ${tmpdir()} ` +
        'tells nothing of conv2d in conv (Conv2d)',
    });
  });
});
