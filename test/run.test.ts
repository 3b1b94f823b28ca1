import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { WeightSource } from '../src/engine/engine.js';
import { EngineError, ModelError, UserError } from '../src/errors.js';
import { createModel } from '../src/models/create.js';
import { BatchNorm2d, Conv2d, Linear, Module, ReLU, Sequential } from '../src/nn/index.js';
import { engineNames } from '../src/engine/list.js';
import { run, type Run, summary } from '../src/run.js';
import type { Tensor } from '../src/tensor/tensor.js';
import { describeEngines } from './support/engines.js';
import { fixture } from './support/fixtures.js';
import { run as runProgram } from './support/run.js';
import { schemaErrors } from './support/schema.js';

const INPUT = [1, 3, 224, 224];

const table = (release: string, name: string): string =>
  readFileSync(fixture('torchinfo', release, `${name}.txt`), 'utf8');

/** Two inputs, [N, 4] and [N, 2], and two outputs by name: their products with a weight, and a sum. */
class TwoHeads extends Module<{ readonly first: Tensor; readonly sum: Tensor }> {
  readonly left = new Linear(4, 3, { bias: false });
  readonly right = new Linear(2, 3, { bias: false });

  override forward(x: Tensor, y: Tensor): { first: Tensor; sum: Tensor } {
    const first = this.left.call(x);
    return { first, sum: first.add(this.right.call(y)) };
  }
}

/** Every weight is the same number. */
function constantWeights(value: number): WeightSource {
  return {
    fill(_stored, target) {
      target.fill(value);
    },
  };
}

describe('summary', () => {
  it('is the table as a string and on the console', () => {
    const result = summary(createModel('se-resnet-50'), INPUT);
    expect(`${String(result)}\n`).toBe(table('1.6', 'depth50'));
    expect(inspect(result)).toBe(String(result));
  });

  it("follows a release's rules", () => {
    const model = createModel('se-resnet-50');
    const result = summary(model, INPUT, { torchinfo: '1.8' });
    expect(`${String(result)}\n`).toBe(table('1.8', 'depth50'));
    expect(result.layers[0]?.outputShape).toEqual([1, 1000]);
    expect(summary(model, INPUT).layers[0]?.outputShape).toBeNull();
    // Those that the table says, before they are rounded.
    expect(result.totals).toMatchObject({
      params: 28080344,
      trainableParams: 28080344,
      nonTrainableParams: 0,
      multAdds: 63597294104,
      inputBytes: 602112,
      paramBytes: 112321376,
    });
  });

  it('is the document of the program as JSON, whatever release it follows', async () => {
    const model = createModel('se-resnet-18');
    const json = JSON.stringify(summary(model, INPUT, { torchinfo: '1.6' }), null, 2);
    expect(schemaErrors('summary', JSON.parse(json))).toEqual([]);
    const flags = ['summary', '--depth', '18', '--engine', 'meta', '--json'];
    expect(`${json}\n`).toBe((await runProgram(flags)).stdout);
  });

  it('shows what it is asked to show', () => {
    const options = { levels: 1, columns: ['kernel_size', 'mult_adds'], columnWidth: 12 } as const;
    const lines = String(
      summary(new Sequential(new Conv2d(3, 4, { kernelSize: 3 })), [2, 3, 8, 8], options),
    ).split('\n');
    // A column begins one blank after the one before, here after the 40 of the names.
    expect(lines[1]).toBe('Layer (type:depth-idx)                   Kernel Shape Mult-Adds');
    // (3 * 3 * 3 * 4 + 4) for each of 2 x 6 x 6 pixels.
    expect(lines).toContain('├─Conv2d: 1-1                            [3, 3]       8,064');
  });

  it('takes several inputs', () => {
    const result = summary(new TwoHeads(), [
      [5, 4],
      [5, 2],
    ]);
    expect(result.totals.params).toBe(12 + 6);
    // 2 x (4 x 3 + 2 x 3) for each of five examples.
    expect(result.totals.flops).toBe(180);
    expect(result.totals.inputBytes).toBe(4 * (20 + 10));
    const document = result.toJSON();
    expect(document.inputs?.map(({ shape }) => shape)).toEqual([
      [5, 4],
      [5, 2],
    ]);
    expect(document.model).toEqual({
      name: null,
      type: 'TwoHeads',
      arch: null,
      options: {},
      source: { kind: 'library' },
    });
    expect(schemaErrors('summary', JSON.parse(JSON.stringify(result)))).toEqual([]);
  });

  it('has FLOPs and activation bytes of each call, of functions called in it too', () => {
    class Product extends Module {
      override forward(x: Tensor): Tensor {
        return x.matmul(x.permute([1, 0]));
      }
    }
    const { layers, totals } = summary(new Sequential(new Product(), new Linear(2, 3)), [2, 5]);
    // 2 x 2 of 5 products each, then 2 x 3 of 2 each; twice, for the additions.
    expect(layers.map(({ type, flops }) => [type, flops])).toEqual([
      ['Sequential', null],
      ['Product', 40],
      ['Linear', 24],
    ]);
    // The transposed input, 10, and the product, 4; then 6.
    expect(layers.map(({ activationBytes }) => activationBytes)).toEqual([null, 56, 24]);
    expect(totals.flops).toBe(64);
  });

  it.each([
    [{ torchinfo: 1.8 }, 'torchinfo takes 1.6 and 1.8, but was given 1.8.'],
    [{ columns: 'output_size' }, 'columns takes a list of input_size, output_size, num_params,'],
    [{ columns: null }, 'columns takes a list of input_size,'],
    [{ columns: ['__proto__'] }, 'columns takes input_size,'],
    [{ rowSettings: [5] }, 'rowSettings takes depth,'],
    [{ levels: null }, 'levels takes a whole number from 0, but was given null'],
    [{ levels: 1.5 }, 'levels takes a whole number from 0, but was given 1.5'],
    [
      { columnWidth: 10_001 },
      'columnWidth takes a whole number from 1 to 10000, but was given 10001',
    ],
    [{ verbose: 'yes' }, 'verbose takes true or false, but was given "yes"'],
    [{ level: 3 }, 'but was given "level"'],
    [null, 'options takes an object with torchinfo,'],
    [{ torchinfo: '1.7' }, 'torchinfo takes 1.6 and 1.8, but was given "1.7".'],
    [{ columns: ['params'] }, 'columns takes input_size, output_size, num_params,'],
    [{ rowSettings: ['depht'] }, 'rowSettings takes depth, var_names,'],
    [{ levels: -1 }, 'levels takes a whole number from 0, but was given -1'],
    [{ columnWidth: 0 }, 'columnWidth takes a whole number from 1 to 10000, but was given 0'],
  ])('refuses %j', (options, sentence) => {
    const summarised = () => void Reflect.apply(summary, null, [new Linear(2, 2), [1, 2], options]);
    expect(summarised).toThrow(UserError);
    expect(summarised).toThrow(sentence);
  });

  it.each([[[]], [['1', 2]], [[1, 2.5]], [[1, -2]], ['1x2'], [null], [[[1, 2], '3']]])(
    'refuses the input %j',
    (shape) => {
      const summarised = () => void Reflect.apply(summary, null, [new Linear(2, 2), shape]);
      expect(summarised).toThrow(ModelError);
    },
  );
});

describeEngines('run', (engine) => {
  const engineName = engineNames().find((name) => name === engine.name);
  if (engineName === undefined) throw new Error(`there is no engine ${engine.name}`);
  const options = { engine: engineName };

  it('gives the outputs, in order, and the summary', async () => {
    const inputs = [Float32Array.of(1, 2, 3, 4), Float32Array.of(5, 6)];
    const shapes = [
      [1, 4],
      [1, 2],
    ];
    const weights = constantWeights(0.5);
    const result = await run(new TwoHeads(), shapes, { ...options, inputs, weights });
    expect(result.outputs.map(({ shape, data }) => [shape, [...data]])).toEqual([
      [
        [1, 3],
        [5, 5, 5],
      ],
      [
        [1, 3],
        [10.5, 10.5, 10.5],
      ],
    ]);
    expect(result.engine.name).toBe(engine.name);
    expect(result.summary.engine).toBe(result.engine);
    expect(result.summary.totals.params).toBe(18);
    expect(result.times).toBeNull();
  });

  it('tells an observer of each step, and the time of each call', async () => {
    const seen: string[] = [];
    const { times } = await run(createModel('se-resnet-10'), [1, 3, 32, 32], {
      ...options,
      times: true,
      observer: {
        step: (index, total, place) => seen.push(`${String(index)}/${String(total)} ${place}`),
      },
    });
    if (engine.name === 'onnxruntime') {
      // It runs the whole at once: 20 convolutions, 13 ReLUs, 5 pools, 4 each of sigmoid, product and
      // sum, a flatten and a linear layer.
      expect(seen).toEqual(['0/52 conv1 (Conv2d)']);
    } else {
      const total = String(seen.length);
      expect(seen[0]).toBe(`0/${total} conv1 (Conv2d)`);
      expect(seen.at(-1)).toBe(`${String(seen.length - 1)}/${total} linear (Linear)`);
    }
    const [model, conv, norm] = times ?? [];
    expect([model?.path, conv?.path, norm?.path]).toEqual(['', 'conv1', 'bn1']);
    expect(model?.milliseconds).toBeGreaterThan(conv?.milliseconds ?? Infinity);
    // Folded into the convolution.
    expect(norm?.milliseconds).toBeNull();
    const unfolded = await run(createModel('se-resnet-10'), [1, 3, 32, 32], {
      ...options,
      fold: false,
      times: true,
    });
    expect(unfolded.times?.every(({ milliseconds }) => milliseconds !== null)).toBe(true);
  });

  it('gives the same for the same seed, and other numbers for another', async () => {
    const numbers = async (seed: number): Promise<number[]> => {
      const { outputs } = await run(createModel('se-resnet-10'), [1, 3, 16, 16], {
        ...options,
        seed,
      });
      return [...(outputs[0]?.data ?? [])];
    };
    expect(await numbers(1)).toEqual(await numbers(1));
    expect(await numbers(1)).not.toEqual(await numbers(2));
  });

  it('refuses numbers that are not finite', async () => {
    // 3e38 is within float32, and its double beyond.
    const weights = constantWeights(3e38);
    const inputs = [Float32Array.of(1, 1)];
    await expect(run(new Linear(2, 2), [1, 2], { ...options, inputs, weights })).rejects.toThrow(
      `The forward pass on the ${engine.name} engine gave numbers that are not finite.`,
    );
  });

  it.each([0, -1, 1.5, NaN, Infinity])('refuses %d threads', async (threads) => {
    await expect(run(new Linear(4, 3), [1, 4], { ...options, threads })).rejects.toThrow(
      /^run: threads .*whole number from 1/,
    );
  });

  it.each([
    [[Float32Array.of(1, NaN)], 'run: inputs takes finite numbers, but input 0 has NaN at 1'],
    [
      [Float32Array.of(-Infinity, 1)],
      'run: inputs takes finite numbers, but input 0 has -Infinity at 0',
    ],
    [[Float64Array.of(1, 2)], 'but was given ["a value of type Float64Array"]'],
    [[[1, 2]], 'run: inputs takes 1 Float32Array of 2 numbers, but was given ["[1, 2]"]'],
    [Float32Array.of(1, 2), 'run: inputs takes a list of 1 Float32Array of 2 numbers'],
    [new Array(1), 'run: inputs takes 1 Float32Array of 2 numbers'],
    [null, 'run: inputs takes a list of'],
  ])('refuses the inputs %j, which a ReLU may swallow', async (inputs, sentence) => {
    const model = new Sequential(new Linear(2, 2), new ReLU());
    const given: unknown = Reflect.apply(run, null, [model, [1, 2], { ...options, inputs }]);
    await expect(given).rejects.toThrow(ModelError);
    await expect(given).rejects.toThrow(sentence);
  });

  it.each([[true], [false]])('refuses variances that are none (fold: %j)', async (fold) => {
    const model = new Sequential(
      new Conv2d(2, 2, { kernelSize: 1 }),
      new BatchNorm2d(2),
      new ReLU(),
    );
    await expect(
      run(model, [1, 2, 1, 1], { ...options, fold, weights: constantWeights(-1) }),
    ).rejects.toThrow(
      'a BatchNorm cannot divide by the root of -1 + 0.00001, the running variance of channel 0 and eps',
    );
  });

  it('may be begun in the forward of another, and counts nothing of it', async () => {
    class Curious extends Module {
      readonly inner = new Linear(2, 2);
      begun: Promise<Run> | null = null;

      override forward(x: Tensor): Tensor {
        this.begun = run(this.inner, [1, 2], options);
        return this.inner.call(x);
      }
    }
    const model = new Curious();
    const outer = await run(model, [3, 2], options);
    const inner = await model.begun;
    // 4 weights and 2 biases, for each of the batch.
    expect(outer.summary.totals.multAdds).toBe(18);
    expect(inner?.summary.totals.multAdds).toBe(6);
    expect(outer.outputs[0]?.shape).toEqual([3, 2]);
  });

  it('refuses inputs that do not have the shape', async () => {
    const inputs = [Float32Array.of(1, 2, 3)];
    await expect(run(new Linear(2, 2), [1, 2], { ...options, inputs })).rejects.toThrow(ModelError);
    await expect(run(new Linear(2, 2), [1, 2], { ...options, inputs: [] })).rejects.toThrow(
      ModelError,
    );
  });
});

it('an engine that does not exist is an EngineError', async () => {
  const given: unknown = Reflect.apply(run, null, [
    new Linear(2, 2),
    [1, 2],
    { engine: 'tensorflwo' },
  ]);
  await expect(given).rejects.toThrow(EngineError);
});

it.each([
  [{ seed: -1 }, 'run: seed takes a whole number from 0, but was given -1'],
  [{ seed: NaN }, 'run: seed takes a whole number from 0, but was given NaN'],
  [
    { seed: 2 ** 32 },
    'run: seed takes a whole number from 0 to 2147483647, but was given 4294967296',
  ],
  [{ threads: 0 }, 'run: threads takes a whole number from 1, but was given 0'],
  [{ fold: 'no' }, 'run: fold takes true or false, but was given "no"'],
  [{ times: 1 }, 'run: times takes true or false, but was given 1'],
  [{ weights: {} }, 'run: weights takes an object with a method fill, but was given an object'],
  [{ observer: 5 }, 'run: observer takes an object with a method step, but was given 5'],
  [{ levels: -1 }, 'summary: levels takes a whole number from 0, but was given -1'],
  [{ sed: 1 }, 'but was given "sed"'],
  [null, 'run: options takes an object with'],
])('run refuses %j before anything runs', async (options, sentence) => {
  let runs = 0;
  class Counting extends Module {
    override forward(x: Tensor): Tensor {
      runs++;
      return x;
    }
  }
  const given: unknown = Reflect.apply(run, null, [new Counting(), [1, 2], options]);
  await expect(given).rejects.toThrow(ModelError);
  await expect(given).rejects.toThrow(sentence);
  expect(runs).toBe(0);
});
