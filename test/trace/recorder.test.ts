import { describe, expect, it } from 'vitest';
import { ModelError } from '../../src/errors.js';
import { BatchNorm2d, Conv2d, Linear, Module, ReLU, Sequential } from '../../src/nn/index.js';
import { cat, type Tensor } from '../../src/tensor/tensor.js';
import { record } from '../../src/trace/recorder.js';
import type { Recording } from '../../src/trace/recording.js';
import { thrownBy } from '../support/errors.js';
import { Lambda } from '../support/lambda.js';

class Model extends Module {
  readonly conv = new Conv2d(3, 4, { kernelSize: 3 });
  readonly body = new Sequential(new BatchNorm2d(4), new ReLU());
  readonly unused = new ReLU();

  override forward(x: Tensor): Tensor {
    return this.body.call(this.conv.call(x));
  }
}

class Failing extends Module {
  readonly relu = new ReLU();

  override forward(x: Tensor): Tensor {
    this.relu.call(x);
    throw new Error('no further');
  }
}

const BEFORE = [2, 3, 8, 9];
const AFTER = [2, 4, 6, 7];

/** The path of every call, in order, with the operations that it made. */
function spansOf({
  nodes,
  calls,
}: Recording): [path: string | undefined, start: number, end: number][] {
  const paths = new Map(nodes.map(({ moduleId, path }) => [moduleId, path]));
  return calls.map(({ moduleId, start, end }) => [paths.get(moduleId), start, end]);
}

function kindsOf({ operations }: Recording): string[] {
  return operations.map(({ op }) => op.kind);
}

describe('a recording', () => {
  it.each([
    ['a number', 42, undefined],
    ['nothing', undefined, undefined],
    ['an object', { forward: null }, undefined],
    ['a class', Model, 'Pass an object of the class, not the class.'],
  ])('is made of a model, and not of %s', (_what, given, hint) => {
    expect(thrownBy(() => Reflect.apply(record, undefined, [given, [BEFORE]]))).toMatchObject({
      name: 'ModelError',
      code: 'model',
      message: 'a model is an nn.Module, but something else was given',
      hint,
    });
  });

  it('has the calls in the order in which they began, with their shapes and operations', () => {
    const recording = record(new Model(), [BEFORE]);
    expect(spansOf(recording)).toEqual([
      ['', 0, 3],
      ['conv', 0, 1],
      ['body', 1, 3],
      ['body.0', 1, 2],
      ['body.1', 2, 3],
    ]);
    const { calls, inputShapes, outputs } = recording;
    expect(calls.map((call) => [call.inputShapes, call.outputShapes])).toEqual([
      [[BEFORE], [AFTER]],
      [[BEFORE], [AFTER]],
      [[AFTER], [AFTER]],
      [[AFTER], [AFTER]],
      [[AFTER], [AFTER]],
    ]);
    expect(inputShapes).toEqual([BEFORE]);
    expect(outputs).toEqual([3]);
  });

  it('has the operations in the order in which they were asked for, and what each reads', () => {
    const recording = record(new Model(), [BEFORE]);
    expect(kindsOf(recording)).toEqual(['conv2d', 'batchNorm', 'relu']);
    const { operations } = recording;
    expect(
      operations.map(({ inputs, inputShapes, outputShape }) => [inputs, inputShapes, outputShape]),
    ).toEqual([
      [[0], [BEFORE], AFTER],
      [[1], [AFTER], AFTER],
      [[2], [AFTER], AFTER],
    ]);
  });

  it('is plain values, but for the tensors that the operations read', () => {
    const { nodes, calls, operations, ...others } = record(new Model(), [BEFORE]);
    const withoutOps = operations.map(({ op, ...operation }) => {
      expect(typeof op.kind).toBe('string');
      return operation;
    });
    const plain = { nodes, calls, operations: withoutOps, ...others };
    expect(JSON.parse(JSON.stringify(plain))).toEqual(plain);
  });

  it('runs the forward function once', () => {
    let runs = 0;
    record(
      new Lambda((x) => {
        runs++;
        return x.relu();
      }),
      [[4]],
    );
    expect(runs).toBe(1);
  });

  it('is the same for a module that is called again', () => {
    const relu = new ReLU();
    class Twice extends Module {
      readonly relu = relu;
      readonly again = relu;

      override forward(x: Tensor): Tensor {
        return this.again.call(this.relu.call(x));
      }
    }
    const recording = record(new Twice(), [[4]]);
    expect(recording.calls.map(({ moduleId, start, end }) => [moduleId, start, end])).toEqual([
      [0, 0, 2],
      [1, 0, 1],
      [1, 1, 2],
    ]);
    expect(record(new Twice(), [[4]])).toEqual(recording);
  });
});

describe('inputs and outputs', () => {
  const several = new Lambda<readonly Tensor[]>((...inputs) => inputs);

  it('may be several', () => {
    class TwoInputs extends Module {
      readonly a = new Linear(8, 5);
      readonly b = new Linear(4, 5);

      override forward(x: Tensor, y: Tensor): Tensor {
        return this.b.call(y).add(this.a.call(x));
      }
    }
    const { inputShapes, operations, outputs, calls } = record(new TwoInputs(), [
      [2, 8],
      [2, 4],
    ]);
    expect(inputShapes).toEqual([
      [2, 8],
      [2, 4],
    ]);
    // 0 and 1 are the inputs.
    expect(operations.map(({ inputs }) => inputs)).toEqual([[1], [0], [2, 3]]);
    expect(outputs).toEqual([4]);
    expect(calls[0]?.inputShapes).toEqual(inputShapes);
  });

  it('may be the same', () => {
    const { operations, outputs, calls } = record(several, [[1, 2], [3]]);
    expect(operations).toEqual([]);
    expect(outputs).toEqual([0, 1]);
    expect(calls.map(({ outputShapes, start, end }) => [outputShapes, start, end])).toEqual([
      [[[1, 2], [3]], 0, 0],
    ]);
  });

  it('may be a value from early on, also twice', () => {
    const model = new Lambda((x) => {
      const early = x.relu();
      const late = early.sigmoid();
      return [early, late, early, x];
    });
    const { outputs, calls } = record(model, [[2, 3]]);
    expect(outputs).toEqual([1, 2, 1, 0]);
    expect(calls[0]?.outputShapes).toEqual([
      [2, 3],
      [2, 3],
      [2, 3],
      [2, 3],
    ]);
  });

  it('may be an array', () => {
    const model = new Lambda((x) => [x.mean(), x.flatten()]);
    const { outputs, calls } = record(model, [[2, 3]]);
    expect(outputs).toEqual([1, 2]);
    expect(calls[0]).toMatchObject({ outputForm: 'array', outputShapes: [[], [6]] });
  });

  it('may be an object, in the order of its keys', () => {
    const model = new Lambda((x) => {
      const first = x.mean();
      return { second: x.flatten(), first };
    });
    const { outputs, calls } = record(model, [[2, 3]]);
    expect(outputs).toEqual([2, 1]);
    expect(calls[0]).toMatchObject({ outputForm: 'object', outputShapes: [[6], []] });
  });

  it('may be one in the other', () => {
    const model = new Lambda((x) => [
      x.relu(),
      { inner: [x.mean(), { deep: x }], last: x.flatten() },
    ]);
    const { outputs, calls } = record(model, [[2, 3]]);
    expect(outputs).toEqual([1, 2, 0, 3]);
    expect(calls[0]).toMatchObject({
      outputForm: 'array',
      outputShapes: [[2, 3], [], [2, 3], [6]],
    });
  });

  it('may be nothing at all', () => {
    expect(record(new Lambda(() => []), [[2]])).toMatchObject({ outputs: [], operations: [] });
  });

  it('are known of every call', () => {
    class Pair extends Module<{ a: Tensor; b: Tensor }> {
      override forward(x: Tensor, y: Tensor): { a: Tensor; b: Tensor } {
        return { a: x.matmul(y), b: x };
      }
    }
    class Model extends Module {
      readonly pair = new Pair();

      override forward(x: Tensor, y: Tensor): Tensor {
        const { a, b } = this.pair.call(x, y);
        return cat([a, b], 1);
      }
    }
    const { calls } = record(new Model(), [
      [2, 3],
      [3, 4],
    ]);
    expect(calls[1]).toMatchObject({
      inputShapes: [
        [2, 3],
        [3, 4],
      ],
      outputShapes: [
        [2, 4],
        [2, 3],
      ],
      outputForm: 'object',
    });
  });

  it('are at least one input', () => {
    expect(thrownBy(() => record(several, []))).toMatchObject({
      name: 'ModelError',
      message: 'a model takes at least one input',
    });
  });

  it.each([
    ['strings', [['2', 3]], '["2", 3]'],
    ['a size of 0', [[2, 0]], '[2, 0]'],
    ['a fraction', [[2.5]], '[2.5]'],
    ['one number', [5], '5'],
  ])('have no shape of %s', (_what, shapes, shown) => {
    const run = (): void => {
      Reflect.apply(record, undefined, [several, shapes]);
    };
    expect(thrownBy(run)).toMatchObject({
      name: 'ModelError',
      message: `the input: its shape takes a list of whole numbers from 1, but was given ${shown}`,
      facts: { class: 'the input', argument: 'its shape', value: shapes[0] },
    });
  });

  it.each([[null], [undefined], [7], ['tensor'], [[null]], [{ a: 1 }]])(
    'are never %j',
    (output) => {
      const lambda = new Lambda((x) => x);
      Object.defineProperty(lambda, 'forward', { value: () => output });
      class Model extends Module {
        readonly inner = new Sequential(lambda);

        override forward(x: Tensor): Tensor {
          return this.inner.call(x);
        }
      }
      const error = thrownBy(() => record(new Model(), [[2]]));
      expect(error).toMatchObject({
        name: 'ModelError',
        code: 'output',
        facts: { module: 'inner.0' },
      });
      expect(error).toHaveProperty(
        'message',
        expect.stringMatching(
          /^inner\.0 \(Lambda\): a forward gives a tensor, or an array or plain object of them, but gave /,
        ),
      );
    },
  );
});

describe('an output that is none', () => {
  const holdsItself: unknown[] = [];
  holdsItself.push([holdsItself]);
  /** Lists inside one another. */
  const nested = (innermost: unknown, levels: number): unknown => {
    let output = innermost;
    for (let level = 0; level < levels; level++) output = [output];
    return output;
  };

  it.each<[what: string, outputOf: (x: Tensor) => unknown, given: string, hint?: string]>([
    ['a number', () => 5, 'gave 5'],
    ['a function', () => () => 1, 'gave a function'],
    [
      'a promise',
      (x) => Promise.resolve(x),
      'gave a promise',
      'An async forward cannot be recorded.',
    ],
    [
      'a promise that fails',
      () => Promise.reject(new Error('later')),
      'gave a promise',
      'An async forward cannot be recorded.',
    ],
    ['a map', (x) => new Map([['x', x]]), 'gave a value of type Map'],
    ['a set', (x) => new Set([x]), 'gave a value of type Set'],
    ['numbers', () => new Float32Array(3), 'gave a value of type Float32Array'],
    ['a module', () => new ReLU(), 'gave a value of type ReLU'],
    [
      'a generator',
      function* (x) {
        yield x;
      },
      'gave a value of type Generator',
    ],
    ['a hole', (x) => [x, ...new Array<unknown>(1)], 'gave undefined at [1]'],
    ['something inside', (x) => ({ a: x, b: [x, { c: null }] }), 'gave null at ["b"][1]["c"]'],
    ['what holds itself', () => holdsItself, 'gave what holds itself at [0][0]'],
    ['what is nested', (x) => nested(x, 10_000), 'gave them more than 100 levels deep'],
    ['too many', (x) => new Array<unknown>(10_001).fill(x), 'gave more than 10,000 of them'],
  ])('%s, of the model and inside it', (_what, outputOf, given, hint) => {
    const lambda = new Lambda((x) => x);
    Object.defineProperty(lambda, 'forward', { value: outputOf });
    for (const [model, place, module] of [
      [lambda, 'Lambda', ''],
      [new Sequential(lambda), '0 (Lambda)', '0'],
    ] as const) {
      expect(thrownBy(() => record(model, [[2]]))).toMatchObject({
        name: 'ModelError',
        code: 'output',
        message: `${place}: a forward gives a tensor, or an array or plain object of them, but ${given}`,
        hint,
        facts: { module },
      });
    }
  });

  it('is not accepted from a module that is not of the model either', () => {
    const stranger = new Lambda((x) => x);
    Object.defineProperty(stranger, 'forward', { value: () => 5 });
    const model = new Lambda((x) => {
      stranger.call(x);
      return x;
    });
    expect(thrownBy(() => record(model, [[2]]))).toMatchObject({ code: 'output' });
  });

  it('but not one of as many and as deep as there may be', () => {
    const deep = new Lambda((x) => x);
    Object.defineProperty(deep, 'forward', { value: (x: Tensor) => nested(x, 99) });
    expect(record(deep, [[2]]).outputs).toEqual([0]);
    const many = new Lambda((x) => new Array<Tensor>(9_999).fill(x));
    expect(record(many, [[2]]).outputs).toHaveLength(9_999);
  });

  it.each<[what: string, made: (x: Tensor, constructor: unknown) => unknown]>([
    ['made by hand', (x, made) => construct(made, [[1, 2], 0, x.recorder])],
    ['made by hand with another id', (x, made) => construct(made, [[-1, 2.5], 99, x.recorder])],
    ['made without a pass', (_x, made) => construct(made, [[1, 2], 0, undefined])],
    [
      'that inherits from one',
      (x) => {
        const made: unknown = Object.create(x);
        return made;
      },
    ],
  ])('a tensor %s', (_what, made) => {
    const lambda = new Lambda((x) => x);
    Object.defineProperty(lambda, 'forward', {
      value: (x: Tensor) => made(x, Reflect.get(x, 'constructor')),
    });
    expect(thrownBy(() => record(lambda, [[2]]))).toMatchObject({
      name: 'ModelError',
      code: 'foreign-tensor',
    });
  });

  function construct(constructor: unknown, args: unknown[]): unknown {
    if (typeof constructor !== 'function') throw new Error('a tensor has no class');
    return Reflect.construct(constructor, args);
  }
});

describe('a pass that would not end', () => {
  it.each<[what: string, forward: (model: Module, x: Tensor) => Tensor, code: string]>([
    ['calls itself', (model, x) => model.call(x), 'too-deep'],
    ['calls another of its kind', (_model, x) => new Sequential(lasting).call(x), 'too-deep'],
    ['goes round without a call', (model, x) => model.forward(x), 'too-deep'],
    [
      'asks for its own summary',
      (model, x) => {
        record(model, [x.shape]);
        return x;
      },
      'recursion',
    ],
    [
      'asks for the summary of another of its kind',
      (_model, x) => {
        record(new Lambda((y) => again(y)), [x.shape]);
        return x;
      },
      'recursion',
    ],
    [
      'goes on with operations',
      (_model, x) => {
        for (;;) x = x.relu();
      },
      'too-many',
    ],
  ])('since its forward %s', (_what, forward, code) => {
    const model: Lambda = new Lambda((x) => forward(model, x));
    expect(thrownBy(() => record(model, [[2]]))).toMatchObject({ name: 'ModelError', code });
    // And the library goes on.
    expect(record(new ReLU(), [[2]]).outputs).toEqual([1]);
  });

  const lasting: Lambda = new Lambda((x) => new Sequential(lasting).call(x));
  const again = (x: Tensor): Tensor => {
    record(new Lambda((y) => again(y)), [x.shape]);
    return x;
  };

  it('has at most 150,000 calls', () => {
    class Calling extends Module {
      readonly relu = new ReLU();

      override forward(x: Tensor): Tensor {
        for (;;) x = this.relu.call(x);
      }
    }
    expect(thrownBy(() => record(new Calling(), [[2]]))).toMatchObject({
      code: 'too-many',
      message: 'Calling: a pass has at most 150,000 calls of modules, but this one has more',
    });
  });
});

describe('a pass inside another', () => {
  class Curious extends Module {
    readonly inner = new Sequential(new Linear(2, 3), new ReLU());
    seen: Recording | null = null;

    override forward(x: Tensor): Tensor {
      this.seen = record(this.inner, [[7, 2]]);
      return this.inner.call(x);
    }
  }

  it('is recorded by itself, and nothing of it is counted twice', () => {
    const model = new Curious();
    const outer = record(model, [[5, 2]]);
    expect(kindsOf(outer)).toEqual(['linear', 'relu']);
    expect(spansOf(outer).map(([path]) => path)).toEqual(['', 'inner', 'inner.0', 'inner.1']);
    expect(outer.operations[0]?.outputShape).toEqual([5, 3]);
    expect(model.seen?.operations.map(({ outputShape }) => outputShape)).toEqual([
      [7, 3],
      [7, 3],
    ]);
  });
});

describe('shapes', () => {
  it.each([
    ['a hole', new Array<number>(2), 'a list of whole numbers from 1'],
    ['too many axes', new Array<number>(65).fill(1), 'at most 64 axes'],
    ['too many elements', [2 ** 26, 2 ** 26], 'at most 2^51 elements'],
    ['a size beyond 2^31 - 1', [2 ** 31], 'a list of whole numbers from 1'],
  ])('do not have %s', (_what, shape, accepted) => {
    expect(thrownBy(() => record(new ReLU(), [shape]))).toHaveProperty(
      'message',
      expect.stringContaining(`the input: its shape takes ${accepted}`),
    );
  });

  it('do not change after they were given, nor while the model runs', () => {
    const shape = [2, 3];
    const { inputShapes } = record(new ReLU(), [shape]);
    shape[0] = 99;
    expect(inputShapes).toEqual([[2, 3]]);
    const reversing = new Lambda((x) => {
      const sizes: unknown = x.relu().shape;
      if (Array.isArray(sizes)) sizes.reverse();
      return x;
    });
    // As torch, whose sizes are a tuple.
    expect(() => record(reversing, [[2, 3]])).toThrow(TypeError);
  });

  it('have as many values as bytes can be counted', () => {
    const doubling = new Lambda((x) => {
      for (let i = 0; i < 60; i++) x = cat([x, x]);
      return x;
    });
    expect(thrownBy(() => record(doubling, [[2, 3]]))).toMatchObject({ code: 'too-large' });
    expect(thrownBy(() => record(new ReLU(), new Array(1001).fill([1])))).toMatchObject({
      message: 'a model takes at most 1,000 inputs, but was given 1,001',
    });
  });
});

describe('calls', () => {
  it('leave out one that failed, if the one around it goes on', () => {
    class Forgiving extends Module {
      readonly first = new ReLU();
      readonly failing = new Failing();
      readonly last = new ReLU();

      override forward(x: Tensor): Tensor {
        x = this.first.call(x);
        try {
          return this.failing.call(x);
        } catch {
          return this.last.call(x);
        }
      }
    }
    // What was done before it failed was done.
    const recording = record(new Forgiving(), [BEFORE]);
    expect(spansOf(recording)).toEqual([
      ['', 0, 3],
      ['first', 0, 1],
      ['failing.relu', 1, 2],
      ['last', 2, 3],
    ]);
    expect(recording.operations.map(({ inputs }) => inputs)).toEqual([[0], [1], [1]]);
    expect(recording.outputs).toEqual([3]);
  });

  it('leave out modules that are not of the model', () => {
    const stranger = new Sequential(new ReLU(), new ReLU());
    const recording = record(new Lambda((x) => stranger.call(x)), [[4]]);
    expect(spansOf(recording)).toEqual([['', 0, 2]]);
  });

  it('without tensors belong to the caller', () => {
    class Constant extends Module {
      made: Tensor | null = null;

      override forward(): Tensor {
        if (this.made === null) throw new Error('there is nothing yet');
        return this.made.relu();
      }
    }
    class Model extends Module {
      readonly constant = new Constant();

      override forward(x: Tensor): Tensor {
        this.constant.made = x.sigmoid();
        return this.constant.call().add(x);
      }
    }
    const recording = record(new Model(), [[4]]);
    expect(kindsOf(recording)).toEqual(['sigmoid', 'relu', 'add']);
    expect(spansOf(recording)).toEqual([['', 0, 3]]);
  });

  it.each<[what: string, inputsOf: (x: Tensor) => unknown[], message: string]>([
    ['a string', (x) => [x, 'x'], 'relu (ReLU): a tensor was expected, but "x" was given'],
    ['null', (x) => [x, null], 'relu (ReLU): a tensor was expected, but null was given'],
    [
      'nothing in place of a tensor',
      () => [undefined],
      'Careless: ReLU is called with tensors, but was given undefined',
    ],
    [
      'something like a tensor',
      ({ shape }) => [{ shape }],
      'Careless: ReLU is called with tensors, but was given an object',
    ],
  ])('with %s are refused', (_what, inputsOf, message) => {
    class Careless extends Module {
      readonly relu = new ReLU();

      override forward(x: Tensor): Tensor {
        const called: unknown = Reflect.get(this.relu, 'call');
        if (typeof called === 'function') Reflect.apply(called, this.relu, inputsOf(x));
        return x;
      }
    }
    expect(thrownBy(() => record(new Careless(), [[2]]))).toMatchObject({
      name: 'ModelError',
      code: 'inputs',
      message,
    });
  });

  it.each([[3], [null], ['x']])('of a tensor with %j are refused', (other) => {
    const model = new Lambda((x) => {
      const add: unknown = Reflect.get(x, 'add');
      if (typeof add === 'function') Reflect.apply(add, x, [other]);
      return x;
    });
    expect(thrownBy(() => record(model, [[2]]))).toMatchObject({
      name: 'ModelError',
      code: 'inputs',
      message: `Lambda: a tensor was expected, but ${JSON.stringify(other)} was given`,
      facts: { module: '' },
    });
  });

  it('of the model by itself go on', () => {
    class Recursive extends Module {
      #depth = 0;

      override forward(x: Tensor): Tensor {
        return this.#depth++ < 2 ? this.call(x.relu()) : x;
      }
    }
    expect(spansOf(record(new Recursive(), [[2]]))).toEqual([
      ['', 0, 2],
      ['', 1, 2],
      ['', 2, 2],
    ]);
  });
});

describe('errors of a model', () => {
  class Block extends Module {
    readonly conv1 = new Conv2d(3, 4, { kernelSize: 3 });

    override forward(x: Tensor): Tensor {
      return this.conv1.call(x);
    }
  }
  class Model extends Module {
    readonly layer2 = new Sequential(new Block());

    override forward(x: Tensor): Tensor {
      return this.layer2.call(x);
    }
  }

  it('name the module and its class, and keep their facts', () => {
    const error = thrownBy(() => record(new Model(), [[1, 5, 8, 8]]));
    expect(error).toMatchObject({
      name: 'ModelError',
      code: 'channels',
      message: 'layer2.0.conv1 (Conv2d): conv2d takes 3 channels, but was given [1, 5, 8, 8]',
      facts: { module: 'layer2.0.conv1', expected: 3, given: [1, 5, 8, 8] },
      cause: { message: 'conv2d takes 3 channels, but was given [1, 5, 8, 8]' },
    });
  });

  it('name the class alone if it is the model', () => {
    const model = new Conv2d(3, 4, { kernelSize: 3 });
    expect(thrownBy(() => record(model, [[1, 3, 2, 8]]))).toMatchObject({
      message:
        'Conv2d: the kernel of conv2d reaches over 3 elements, but its padded input [1, 3, 2, 8] has 2',
      facts: { module: '', reach: 3, padded: 2, given: [1, 3, 2, 8] },
    });
  });

  it('name the module that does it, not the one before', () => {
    class Mixed extends Module {
      readonly relu = new ReLU();
      readonly inside = new Lambda((x) => this.relu.call(x).add(x.mean([0], true).flatten()));

      override forward(x: Tensor): Tensor {
        return this.inside.call(this.relu.call(x));
      }
    }
    expect(thrownBy(() => record(new Mixed(), [[2, 3, 4]]))).toMatchObject({
      message: 'inside (Lambda): add cannot broadcast [2, 3, 4] and [12] to one shape',
      facts: { module: 'inside' },
    });
  });

  it('that a model throws of its own accord name it too, with hint and facts', () => {
    const mine = new ModelError('mine', 'this cannot be', { hint: 'Do not.', facts: { size: 3 } });
    class Model extends Module {
      readonly part = new Lambda(() => {
        throw mine;
      });

      override forward(x: Tensor): Tensor {
        return this.part.call(x);
      }
    }
    expect(thrownBy(() => record(new Model(), [[1]]))).toMatchObject({
      code: 'mine',
      message: 'part (Lambda): this cannot be',
      hint: 'Do not.',
      facts: { size: 3, module: 'part' },
      cause: mine,
    });
  });

  it('of other kinds stay what they are', () => {
    const error = thrownBy(() => record(new Failing(), [[1]]));
    expect(error).toEqual(new Error('no further'));
  });
});

describe('a tensor of another pass', () => {
  const MESSAGE = 'a tensor belongs to the pass that made it, and to no other';

  /** The tensor that a pass of its own gives. */
  function strayTensor(): Tensor {
    const found: Tensor[] = [];
    record(
      new Lambda((x) => {
        found.push(x);
        return x;
      }),
      [[2]],
    );
    const [stray] = found;
    if (stray === undefined) throw new Error('there was no pass');
    return stray;
  }

  const USES: [use: string, forward: (x: Tensor, stray: Tensor) => Tensor][] = [
    ['the second operand', (x, stray) => x.add(stray)],
    ['the first operand', (x, stray) => stray.add(x)],
    ['one of several', (x, stray) => cat([x, x, stray])],
    ['an output', (_x, stray) => stray],
  ];

  it.each(USES)('is refused as %s', (_use, forward) => {
    const stray = strayTensor();
    class Model extends Module {
      readonly inner = new Lambda((x) => forward(x, stray));

      override forward(x: Tensor): Tensor {
        return this.inner.call(x);
      }
    }
    const error = thrownBy(() => record(new Model(), [[2]]));
    expect(error).toMatchObject({
      name: 'ModelError',
      code: 'foreign-tensor',
      message: `inner (Lambda): ${MESSAGE}`,
      facts: { module: 'inner' },
    });
  });

  it('is refused in an array of outputs, and among the inputs of a call', () => {
    const stray = strayTensor();
    class Model extends Module {
      readonly ignoring = new Lambda((x) => x);

      override forward(x: Tensor): Tensor {
        return this.ignoring.call(x, stray);
      }
    }
    expect(thrownBy(() => record(new Lambda((x) => [x, { stray }]), [[2]]))).toMatchObject({
      message: `Lambda: ${MESSAGE}`,
    });
    expect(thrownBy(() => record(new Model(), [[2]]))).toMatchObject({
      message: `ignoring (Lambda): ${MESSAGE}`,
    });
  });

  it('is refused by itself, and adds nothing to the pass that it is of', () => {
    const kept: Tensor[] = [];
    const model = new Lambda((x) => {
      kept.push(x);
      return x.relu();
    });
    const recording = record(model, [[2]]);
    expect(thrownBy(() => kept[0]?.sigmoid())).toMatchObject({
      name: 'ModelError',
      message: MESSAGE,
    });
    expect(kindsOf(recording)).toEqual(['relu']);
  });

  it.each([
    ['added to one of the inner', (inner: Tensor, outer: Tensor) => inner.add(outer)],
    ['given as the inner output', (_inner: Tensor, outer: Tensor) => outer],
  ])('is refused if it is of the pass around this one, %s', (_use, forward) => {
    const nested = new Lambda((outer) => {
      record(new Lambda((inner) => forward(inner, outer)), [[2]]);
      return outer;
    });
    expect(thrownBy(() => record(nested, [[2]]))).toMatchObject({
      name: 'ModelError',
      message: `Lambda: ${MESSAGE}`,
    });
  });

  it('is refused in the pass around the one that it is of', () => {
    const nested = new Lambda((outer) => {
      const found: Tensor[] = [];
      record(
        new Lambda((inner) => {
          found.push(inner);
          return inner;
        }),
        [[2]],
      );
      return cat([outer, ...found]);
    });
    expect(thrownBy(() => record(nested, [[2]]))).toMatchObject({ message: `Lambda: ${MESSAGE}` });
  });
});

describe("a recording made inside another's forward", () => {
  it('counts for itself alone, and so does the outer one', () => {
    const inner: Recording[] = [];
    class Model extends Module {
      readonly first = new ReLU();
      readonly looksInside = new Lambda((x) => {
        inner.push(record(new Model(), [BEFORE]));
        return x.sigmoid();
      });

      override forward(x: Tensor): Tensor {
        x = this.first.call(x);
        // Once, or it would never end.
        return inner.length === 0 && this.isOutermost ? this.looksInside.call(x) : x.sigmoid();
      }

      get isOutermost(): boolean {
        return this === outermost;
      }
    }
    const outermost = new Model();
    const outer = record(outermost, [[5]]);
    expect(kindsOf(outer)).toEqual(['relu', 'sigmoid']);
    expect(spansOf(outer)).toEqual([
      ['', 0, 2],
      ['first', 0, 1],
      ['looksInside', 1, 2],
    ]);
    expect(inner.map(spansOf)).toEqual([
      [
        ['', 0, 2],
        ['first', 0, 1],
      ],
    ]);
    expect(inner[0]?.inputShapes).toEqual([BEFORE]);
    expect(outer.inputShapes).toEqual([[5]]);
  });

  it('of the very same model counts once in each', () => {
    let inner: Recording | null = null;
    const model: Lambda = new Lambda((x) => {
      inner ??= record(new Sequential(relu), [[3]]);
      return relu.call(x);
    });
    const relu = new ReLU();
    const outer = record(new Sequential(model, relu), [[2]]);
    expect(spansOf(outer)).toEqual([
      ['', 0, 2],
      ['0', 0, 1],
      ['1', 0, 1],
      ['1', 1, 2],
    ]);
    expect(inner).toMatchObject({ calls: { length: 2 }, inputShapes: [[3]] });
  });
});
