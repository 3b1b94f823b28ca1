import { describe, expect, it } from 'vitest';
import { callTimes } from '../../src/engine/times.js';
import { planPass } from '../../src/engine/plan.js';
import { type AnyModule, Linear, Module, Sequential, Sigmoid } from '../../src/nn/index.js';
import { csv } from '../../src/report/formats/csv.js';
import { PLAIN } from '../../src/report/table.js';
import { summary } from '../../src/run.js';
import type { Tensor } from '../../src/tensor/tensor.js';
import { record } from '../../src/trace/recorder.js';

/** What takes time in proportion to the square of the layers took minutes for as many. */
const SECONDS = 20_000;

/** A container that is never called itself (torch's ModuleList). */
class List extends Module {
  override readonly length: number;
  readonly #modules: readonly Module[];

  constructor(modules: readonly Module[]) {
    super();
    this.#modules = modules;
    this.length = modules.length;
  }

  override children(): [name: string, child: AnyModule][] {
    return this.#modules.map((module, index) => [String(index), module]);
  }

  override forward(): never {
    throw new Error('is not called');
  }
}

/** Each layer in a container of its own, and one class that is never called, so that 1.6 looks for it. */
class Wide extends Module {
  readonly lists: List;
  readonly unused: Sigmoid | null;
  readonly #layers: readonly Linear[];

  constructor(count: number, hasUnused: boolean) {
    super();
    this.#layers = Array.from({ length: count }, () => new Linear(1, 1));
    this.lists = new List(this.#layers.map((layer) => new List([layer])));
    this.unused = hasUnused ? new Sigmoid() : null;
  }

  override forward(x: Tensor): Tensor {
    for (const layer of this.#layers) x = layer.call(x);
    return x;
  }
}

const COUNT = 30_000;

describe('a model of very many layers', () => {
  it.each([
    ['1.6', false],
    ['1.6', true],
    ['1.8', false],
  ] as const)(
    `has its table by %s in seconds (a class not called: %j)`,
    (torchinfo, hasUnused) => {
      const made = summary(new Wide(COUNT, hasUnused), [1, 1], { torchinfo });
      expect(made.totals.params).toBe(2 * COUNT);
      const table = String(made);
      expect(table.match(/Linear: 3-/g)).toHaveLength(COUNT);
      expect(table.match(/─List: 2-?/g)).toHaveLength(COUNT);
      expect(csv(made, PLAIN).split('\n')).toHaveLength(1 + 2 + 2 * COUNT + 1);
    },
    SECONDS,
  );

  it(
    'has the time of each call in seconds',
    () => {
      const recording = record(new Wide(COUNT, false), [[1, 1]]);
      const plan = planPass(recording, []);
      const executed = plan.steps.map(({ outputShape }) => ({
        milliseconds: 2,
        shape: outputShape,
      }));
      const times = callTimes(recording.calls, plan, executed);
      expect(times).toHaveLength(1 + COUNT);
      expect(times[0]).toBe(2 * COUNT);
      expect(times.slice(1).every((time) => time === 2)).toBe(true);
    },
    SECONDS,
  );

  it(
    'as deep as there may be is shown in seconds',
    () => {
      let deep = new Sequential(...Array.from({ length: COUNT }, () => new Linear(1, 1)));
      for (let level = 0; level < 499; level++) deep = new Sequential(deep);
      for (const torchinfo of ['1.6', '1.8'] as const) {
        const made = summary(deep, [1, 1], { torchinfo, levels: 500 });
        expect(made.totals.params).toBe(2 * COUNT);
        expect(String(made).match(/Linear: 500-/g)).toHaveLength(COUNT);
        // All of them, as every container says.
        expect(made.layers.at(1)?.params).toBe(2 * COUNT);
      }
    },
    2 * SECONDS,
  );

  it('has no table that is longer than a string can be', () => {
    let deep = new Sequential(...Array.from({ length: 5000 }, () => new Linear(1, 1)));
    for (let level = 0; level < 499; level++) deep = new Sequential(deep);
    const options = { levels: 500, verbose: true, columnWidth: 10_000 };
    expect(() => String(summary(deep, [1, 1], options))).toThrow(
      'The table has more than 268,435,456 characters, which are the most.',
    );
  });
});
