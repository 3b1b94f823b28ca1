import { describe, expect, it, vi } from 'vitest';
import { chooseEngine, runOnEngine } from '../../src/engine/choose.js';
import type { Engine, EngineStatus, Executor, Prediction } from '../../src/engine/engine.js';
import type { FoldRule, Plan } from '../../src/engine/plan.js';
import type { ProcessMemory } from '../../src/engine/process-memory.js';
import { EngineError, ModelError } from '../../src/errors.js';
import { Conv2d, ReLU, Sequential } from '../../src/nn/index.js';
import { record } from '../../src/trace/recorder.js';
import { rejectionOf } from '../support/errors.js';

/** The engines of the program that have been loaded, in order; fake ones are in their place. */
const loaded = vi.hoisted((): string[] => []);

vi.mock('../../src/engine/onnx/onnxruntime.js', () => {
  loaded.push('onnxruntime');
  return { onnxruntime: new FakeEngine('onnxruntime') };
});
vi.mock('../../src/engine/tfjs/tensorflow.js', () => {
  loaded.push('tensorflow');
  return { tensorflow: new FakeEngine('tensorflow') };
});
vi.mock('../../src/engine/tfjs/wasm.js', () => {
  loaded.push('wasm');
  return { wasm: new FakeEngine('wasm') };
});

const recording = record(new Sequential(new Conv2d(3, 4, { kernelSize: 1 }), new ReLU()), [
  [1, 3, 2, 2],
]);

const FOLDS: readonly FoldRule[] = [{ into: 'conv2d', then: ['relu'] }];
const READY: EngineStatus = { ready: true, version: '1.0.0', path: '/somewhere' };
const MISSING: EngineStatus = { ready: false, reason: 'It is not installed.', remedy: 'get it' };

interface Behaviour {
  readonly status?: EngineStatus;
  readonly folds?: readonly FoldRule[];
  /** What the process is predicted to grow by; 1000 by default. */
  readonly residentBytes?: number;
  /** The end of its heap, of which it needs 1000; none by default. */
  readonly heapLimit?: number;
  /** What starting it throws. */
  readonly failure?: unknown;
}

/** An engine that computes nothing, and the threads that each start asked for. */
class FakeEngine implements Engine {
  readonly folds: readonly FoldRule[];
  readonly startedWith: number[] = [];
  readonly predicted: [plan: Plan, threads: number][] = [];

  constructor(
    readonly name: string,
    readonly behaviour: Behaviour = {},
  ) {
    this.folds = behaviour.folds ?? [];
  }

  defaultThreads(): number {
    return 7;
  }

  status(): EngineStatus {
    return this.behaviour.status ?? READY;
  }

  predict(plan: Plan, { threads }: { threads: number }): Prediction {
    this.predicted.push([plan, threads]);
    const { residentBytes = 1000, heapLimit } = this.behaviour;
    const heap =
      heapLimit === undefined ? {} : { heap: { neededBytes: 1000, limitBytes: heapLimit } };
    return { residentBytes, ...heap };
  }

  start({ threads }: { threads: number }): Promise<Executor> {
    this.startedWith.push(threads);
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- a library may throw anything
    if ('failure' in this.behaviour) return Promise.reject(this.behaviour.failure);
    const execute = (): never => {
      throw new Error('it computes nothing');
    };
    return Promise.resolve({ name: this.name, threads, execute });
  }
}

/** A process of 100 bytes that can come to so many. */
function memory(limitBytes: number): { memory: ProcessMemory } {
  return { memory: { residentBytes: 100, limitBytes, holder: 'this machine has free for it' } };
}

const ROOM = memory(1e9);

describe('auto', () => {
  it('is the first that is there, which is the fastest', async () => {
    const [fast, slow] = [new FakeEngine('fast'), new FakeEngine('slow')];
    const { executor, skippedEngines } = await chooseEngine('auto', recording, ROOM, [fast, slow]);
    expect(executor.name).toBe('fast');
    expect(skippedEngines).toEqual([]);
    expect(slow.startedWith).toEqual([]);
  });

  it('goes on from one that is not there and from one that does not start, and tells why', async () => {
    const hinted = new EngineError('library', 'its library does not load: no\nsuch file.', {
      hint: 'To mend it, run: mend',
    });
    const { executor, skippedEngines } = await chooseEngine('auto', recording, ROOM, [
      new FakeEngine('missing', { status: MISSING }),
      new FakeEngine('hopeless', { status: { ...MISSING, remedy: null } }),
      new FakeEngine('broken', { failure: hinted }),
      new FakeEngine('odd', { failure: 'just a string' }),
      new FakeEngine('slow'),
    ]);
    expect(executor.name).toBe('slow');
    expect(skippedEngines).toEqual([
      {
        name: 'missing',
        reason: 'It is not installed.',
        hint: 'To get it, run: get it',
        broken: false,
      },
      { name: 'hopeless', reason: 'It is not installed.', hint: null, broken: false },
      {
        name: 'broken',
        reason: 'its library does not load: no',
        hint: 'To mend it, run: mend',
        broken: true,
      },
      { name: 'odd', reason: 'just a string', hint: null, broken: true },
    ]);
  });

  it('is an error if there is none, with the reason of each', async () => {
    const error = await rejectionOf(
      chooseEngine('auto', recording, ROOM, [
        new FakeEngine('missing', { status: MISSING }),
        new FakeEngine('broken', { failure: new Error('no') }),
      ]),
    );
    expect(error).toMatchObject({
      name: 'EngineError',
      code: 'no-engine',
      message: 'No engine is available: missing: It is not installed; broken: no.',
      hint: 'To get it, run: get it',
      facts: { engine: 'auto', isLimited: false },
    });
  });

  it('says whether a limit of the system was what stopped one', async () => {
    const failure = new EngineError('limit', 'it needs more than 1 GB (ulimit -v).');
    const error = await rejectionOf(
      chooseEngine('auto', recording, ROOM, [new FakeEngine('limited', { failure })]),
    );
    expect(error).toMatchObject({
      message: 'No engine is available: it needs more than 1 GB (ulimit -v).',
      facts: { isLimited: true },
    });
  });

  it('tells one that is damaged from one that is not there', async () => {
    const damaged: EngineStatus = { ...MISSING, damaged: true };
    const { skippedEngines } = await chooseEngine('auto', recording, ROOM, [
      new FakeEngine('damaged', { status: damaged }),
      new FakeEngine('slow'),
    ]);
    expect(skippedEngines.map(({ broken }) => broken)).toEqual([true]);
  });
});

describe('an engine by its name', () => {
  const others = [new FakeEngine('fast'), new FakeEngine('missing', { status: MISSING })];

  it('is that one, whichever is faster', async () => {
    const slow = new FakeEngine('slow');
    const { executor, skippedEngines } = await chooseEngine('slow', recording, ROOM, [
      ...others,
      slow,
    ]);
    expect(executor.name).toBe('slow');
    expect(skippedEngines).toEqual([]);
  });

  it('is an error if it is not there, and no other is taken', async () => {
    expect(await rejectionOf(chooseEngine('missing', recording, ROOM, others))).toMatchObject({
      name: 'EngineError',
      message: 'The missing engine is not available: It is not installed.',
      hint: 'To get it, run: get it',
    });
    expect(others[0]?.startedWith).toEqual([]);
  });

  it('is an error if it does not start', async () => {
    const broken = new FakeEngine('broken', { failure: new Error('no\nmore') });
    const error = await rejectionOf(chooseEngine('broken', recording, ROOM, [broken]));
    expect(error).toMatchObject({
      name: 'EngineError',
      message: 'The broken engine is not available: no',
      facts: { engine: 'broken', reason: 'no' },
    });
    expect(error).toHaveProperty('hint', undefined);
  });

  it('is an error if there is no such engine', async () => {
    expect(await rejectionOf(chooseEngine('cuda', recording, ROOM, others))).toMatchObject({
      name: 'EngineError',
      message: 'The cuda engine is not available: there is no such engine.',
    });
  });
});

describe('what an engine is started with', () => {
  it('is the number of threads that is asked for, or its own', async () => {
    const engine = new FakeEngine('one');
    await chooseEngine('one', recording, { ...ROOM, threads: 3 }, [engine]);
    const { executor } = await chooseEngine('one', recording, ROOM, [engine]);
    expect(engine.startedWith).toEqual([3, 7]);
    expect(executor.threads).toBe(7);
  });

  it.each([8, 100_000, 2 ** 31 - 1, Number.MAX_SAFE_INTEGER])(
    'is no more threads than it has use for: %i',
    async (threads) => {
      const engine = new FakeEngine('one');
      await chooseEngine('one', recording, { ...ROOM, threads }, [engine]);
      expect(engine.startedWith).toEqual([7]);
    },
  );

  it('is for a plan with the folds that it can run, and with none if they are not wanted', async () => {
    const engine = new FakeEngine('one', { folds: FOLDS });
    const folded = await chooseEngine('one', recording, ROOM, [engine]);
    const apart = await chooseEngine('one', recording, { ...ROOM, fold: false }, [engine]);
    const plain = await chooseEngine('one', recording, ROOM, [new FakeEngine('one')]);
    expect([folded, apart, plain].map(({ plan }) => plan.steps.length)).toEqual([1, 2, 2]);
    expect(engine.predicted).toEqual([
      [folded.plan, 7],
      [apart.plan, 7],
    ]);
    expect(folded.prediction).toEqual({ residentBytes: 1000 });
  });
});

describe('a pass that does not fit', () => {
  it('is refused before the engine is started if that cannot hold it', async () => {
    const small = new FakeEngine('small', { heapLimit: 999 });
    expect(await rejectionOf(chooseEngine('small', recording, ROOM, [small]))).toMatchObject({
      name: 'EngineError',
      code: 'memory',
      facts: { engine: 'small', neededBytes: 1000, limit: 999 },
    });
    expect(small.startedWith).toEqual([]);
  });

  it('is refused if the process cannot, even if another engine could', async () => {
    const greedy = new FakeEngine('greedy', { residentBytes: 2000 });
    const engines = [greedy, new FakeEngine('modest')];
    expect(
      await rejectionOf(chooseEngine('greedy', recording, memory(2414), engines)),
    ).toMatchObject({
      code: 'memory',
      facts: { engine: 'greedy', neededBytes: 2415, limit: 2414 },
    });
    expect(greedy.startedWith).toEqual([]);
    const { executor, residentBytes } = await chooseEngine(
      'greedy',
      recording,
      memory(2415),
      engines,
    );
    expect([executor.name, residentBytes]).toEqual(['greedy', 2100]);
  });

  it('runs with auto on the next engine that can hold it, and tells why', async () => {
    const greedy = new FakeEngine('greedy', { residentBytes: 2e9 });
    const bounded = new FakeEngine('bounded', { heapLimit: 999 });
    const { executor, skippedEngines } = await chooseEngine('auto', recording, ROOM, [
      greedy,
      bounded,
      new FakeEngine('modest'),
    ]);
    expect(executor.name).toBe('modest');
    expect([greedy.startedWith, bounded.startedWith]).toEqual([[], []]);
    expect(skippedEngines).toEqual([
      {
        name: 'greedy',
        reason:
          'this input may need 2.31 GB on the greedy engine, and ' +
          '1.00 GB is what this machine has free for it.',
        hint: null,
        broken: false,
      },
      {
        name: 'bounded',
        reason:
          'this input may need 0.01 GB on the bounded engine, and ' +
          '0.00 GB is what its heap can grow to.',
        hint: null,
        broken: false,
      },
    ]);
  });

  it('is refused with auto if no engine can hold it, by the one that comes nearest', async () => {
    const engines = [
      new FakeEngine('missing', { status: MISSING }),
      new FakeEngine('greedy', { residentBytes: 2000 }),
      new FakeEngine('modest', { residentBytes: 1600 }),
      new FakeEngine('bounded', { heapLimit: 100 }),
      new FakeEngine('broken', { failure: new Error('no') }),
    ];
    expect(await rejectionOf(chooseEngine('auto', recording, memory(1500), engines))).toMatchObject(
      {
        code: 'memory',
        facts: { engine: 'modest', neededBytes: 1955, limit: 1500 },
      },
    );
  });

  it('is not what the process has grown to on the same engine', async () => {
    const engine = new FakeEngine('one');
    const before = await chooseEngine('one', recording, memory(1265), [engine]);
    const grown: ProcessMemory = { ...memory(1265).memory, residentBytes: 1100 };
    const after = await chooseEngine('one', recording, { memory: grown }, [engine]);
    expect([before.residentBytes, after.residentBytes]).toEqual([1100, 1100]);
  });
});

describe('a pass that fails on an engine', () => {
  const [fast, slow] = [new FakeEngine('fast'), new FakeEngine('slow')];
  const failure = new EngineError('failed', 'The fast engine failed in conv2d: no memory\nat all');

  /** A pass that fails on an engine with an error. */
  function failing(name: string, error: Error, engines = [fast, slow], wanted = 'auto') {
    return runOnEngine(
      wanted,
      recording,
      ROOM,
      ({ executor }) =>
        executor.name === name || name === 'all'
          ? Promise.reject(error)
          : Promise.resolve(`ran on ${executor.name}`),
      engines,
    );
  }

  it.each(['failed', 'heap'])('goes on to the next one with auto: %s', async (code) => {
    const error = new EngineError(code, 'Out of memory.\nat all');
    const { result, executor, skippedEngines } = await failing('fast', error);
    expect([result, executor.name]).toEqual(['ran on slow', 'slow']);
    expect(skippedEngines).toEqual([
      { name: 'fast', reason: 'Out of memory.', hint: null, broken: true },
    ]);
  });

  it('is told of beside those that were not there', async () => {
    const missing = new FakeEngine('missing', { status: MISSING });
    const { skippedEngines } = await failing('fast', failure, [missing, fast, slow]);
    expect(skippedEngines.map(({ name, broken }) => [name, broken])).toEqual([
      ['fast', true],
      ['missing', false],
    ]);
  });

  it('is told of with the hint of its error', async () => {
    const error = new EngineError('heap', 'The heap is full.', { hint: 'Try a smaller input.' });
    const { skippedEngines } = await failing('fast', error);
    expect(skippedEngines).toEqual([
      { name: 'fast', reason: 'The heap is full.', hint: 'Try a smaller input.', broken: true },
    ]);
  });

  it.each(['failed', 'heap'])('is an error if the engine was named: %s', async (code) => {
    const error = new EngineError(code, 'It failed.');
    const started = slow.startedWith.length;
    expect(await rejectionOf(failing('fast', error, [fast, slow], 'fast'))).toBe(error);
    expect(slow.startedWith).toHaveLength(started);
  });

  it('goes on past those that do not start, to the last one that works', async () => {
    const missing = new FakeEngine('missing', { status: MISSING });
    const broken = new FakeEngine('broken', { failure: new Error('no') });
    const greedy = new FakeEngine('greedy', { residentBytes: 2e9 });
    const engines = [fast, missing, broken, greedy, slow];
    const { result, skippedEngines } = await failing('fast', failure, engines);
    expect(result).toBe('ran on slow');
    expect(skippedEngines.map(({ name, broken: isBroken }) => [name, isBroken])).toEqual([
      ['fast', true],
      ['missing', false],
      ['broken', true],
      ['greedy', false],
    ]);
  });

  it('starts each engine once, and none after the one that works', async () => {
    const engines = ['a', 'b', 'c', 'd'].map((name) => new FakeEngine(name));
    const { executor } = await runOnEngine(
      'auto',
      recording,
      ROOM,
      ({ executor: { name } }) => (name < 'c' ? Promise.reject(failure) : Promise.resolve()),
      engines,
    );
    expect(executor.name).toBe('c');
    expect(engines.map(({ startedWith }) => startedWith.length)).toEqual([1, 1, 1, 0]);
  });

  it('gives the pass that ran, not the one that failed', async () => {
    const folding = new FakeEngine('folding', { folds: FOLDS });
    const { plan, residentBytes } = await failing('folding', failure, [folding, slow]);
    expect([plan.steps.length, residentBytes]).toEqual([2, 1100]);
  });

  it.each([
    ['a shape that was not recorded', new EngineError('wrong-shape', 'fc: linear gave [1]')],
    ['an error of the model', new ModelError('weights', 'there are no such weights')],
    ['a fault of this program', new TypeError('undefined is not a function')],
  ])('is an error with auto too if it is %s', async (_what, error) => {
    expect(await rejectionOf(failing('fast', error))).toBe(error);
  });

  it("is the first one's error if it fails on all", async () => {
    const errors = [failure, new EngineError('heap', 'The heap is full.')];
    const run = runOnEngine(
      'auto',
      recording,
      ROOM,
      ({ executor }) => Promise.reject(errors[executor.name === 'fast' ? 0 : 1] ?? failure),
      [fast, slow],
    );
    expect(await rejectionOf(run)).toBe(failure);
  });

  it('is its error too if no other engine is there, or can hold the pass', async () => {
    const missing = new FakeEngine('missing', { status: MISSING });
    const greedy = new FakeEngine('greedy', { residentBytes: 2e9 });
    expect(await rejectionOf(failing('fast', failure, [fast, missing, greedy]))).toBe(failure);
  });
});

describe('the engines of the program', () => {
  const failure = new EngineError('failed', 'It failed.');

  it('are loaded as it is their turn, and not before', async () => {
    expect(loaded).toEqual([]);
    await chooseEngine('wasm', recording, ROOM);
    expect(loaded).toEqual(['wasm']);
    const seen: string[][] = [];
    const { result } = await runOnEngine('auto', recording, ROOM, ({ executor }) => {
      seen.push([executor.name, ...loaded]);
      return executor.name === 'onnxruntime' ? Promise.reject(failure) : Promise.resolve('done');
    });
    expect(result).toBe('done');
    expect(seen).toEqual([
      ['onnxruntime', 'wasm', 'onnxruntime'],
      ['tensorflow', 'wasm', 'onnxruntime', 'tensorflow'],
    ]);
  });

  it('are each tried once, in their order, and the first error is thrown', async () => {
    const tried: string[] = [];
    const error = await rejectionOf(
      runOnEngine('auto', recording, ROOM, ({ executor }) => {
        tried.push(executor.name);
        return Promise.reject(new EngineError('failed', `${executor.name} failed.`));
      }),
    );
    expect(tried).toEqual(['onnxruntime', 'tensorflow', 'wasm']);
    expect(error).toMatchObject({ message: 'onnxruntime failed.' });
  });
});
