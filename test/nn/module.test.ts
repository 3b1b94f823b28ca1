import { describe, expect, it } from 'vitest';
import { Recorder } from '../../src/engine/record.js';
import {
  BatchNorm2d,
  Module,
  type ModuleHooks,
  registerModuleHooks,
  ReLU,
  Sequential,
} from '../../src/nn/index.js';

/** Hooks that write down what they are called for, under a name. */
function hooks(name: string, events: string[]): ModuleHooks {
  return {
    before: (module) => events.push(`${name}+${module.className}`),
    after: (module) => events.push(`${name}-${module.className}`),
  };
}

describe('module hooks', () => {
  const model = new Sequential(new ReLU());
  const call = (): void => void model.call(new Recorder([1]).input());

  it('are called around every module, in the order in which they were registered', () => {
    const events: string[] = [];
    const remove = [
      registerModuleHooks(hooks('a', events)),
      registerModuleHooks(hooks('b', events)),
    ];
    call();
    expect(events.join(' ')).toBe(
      'a+Sequential b+Sequential a+ReLU b+ReLU a-ReLU b-ReLU a-Sequential b-Sequential',
    );
    for (const take of remove) take();
  });

  it('are taken away one by one', () => {
    const events: string[] = [];
    const removeFirst = registerModuleHooks(hooks('a', events));
    const removeSecond = registerModuleHooks(hooks('b', events));
    removeFirst();
    call();
    removeSecond();
    call();
    expect(events.join(' ')).toBe('b+Sequential b+ReLU b-ReLU b-Sequential');
  });
});

describe("a module's fields", () => {
  class Holder extends Module {
    readonly first = new ReLU();
    readonly count = 3;
    readonly missing: ReLU | null = null;
    readonly second = new BatchNorm2d(2);

    override forward(): never {
      throw new Error('is not called');
    }
  }

  it('are its children, parameters and buffers, in order and by name', () => {
    const holder = new Holder();
    const isField = (name: string, child: Module): boolean => child === Reflect.get(holder, name);
    expect(holder.children().map(([name, child]) => [name, isField(name, child)])).toEqual([
      ['first', true],
      ['second', true],
    ]);
    expect(holder.ownParameters()).toEqual([]);
    expect(holder.second.ownParameters().map(([name]) => name)).toEqual(['weight', 'bias']);
    expect(holder.second.ownBuffers().map(([name]) => name)).toEqual([
      'running_mean',
      'running_var',
      'num_batches_tracked',
    ]);
    expect(holder.namedParameters().map(([name]) => name)).toEqual([
      'second.weight',
      'second.bias',
    ]);
  });
});
