import { describe, expect, it } from 'vitest';
import {
  BatchNorm2d,
  Buffer,
  constant,
  Module,
  Parameter,
  ReLU,
  Sequential,
} from '../../src/nn/index.js';
import type { Tensor } from '../../src/tensor/tensor.js';

/** A module that is never called. */
abstract class Uncalled extends Module {
  override forward(): never {
    throw new Error('is not called');
  }
}

describe("a module's fields", () => {
  class Holder extends Uncalled {
    readonly first = new ReLU();
    readonly count = 3;
    readonly missing: ReLU | null = null;
    readonly second = new BatchNorm2d(2);
  }

  it('are its children, parameters and buffers, in order and by name', () => {
    const holder = new Holder();
    const isField = (name: string, child: object): boolean => child === Reflect.get(holder, name);
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

  it('that are put in later come later', () => {
    class Growing extends Uncalled {
      readonly first = new ReLU();
      declare added: Module;
    }
    const growing = new Growing();
    growing.added = new ReLU();
    expect(growing.children().map(([name]) => name)).toEqual(['first', 'added']);
  });
});

describe('what is shared', () => {
  const parameter = new Parameter([2], constant(0));
  class Leaf extends Uncalled {
    readonly weight = parameter;
    readonly mean = new Buffer([1], constant(0));
  }
  class Sharing extends Uncalled {
    readonly a = new Leaf();
    readonly b = new Sequential(new Leaf(), this.a);
  }
  const model = new Sharing();

  it('is named once among modules and parameters', () => {
    expect(model.namedModules().map(([path]) => path)).toEqual(['', 'a', 'b', 'b.0']);
    expect(model.namedParameters().map(([name]) => name)).toEqual(['a.weight']);
  });

  it('stands under each of its names in a state dict', () => {
    expect(model.stateDict().map(([name]) => name)).toEqual([
      'a.weight',
      'a.mean',
      'b.0.weight',
      'b.0.mean',
      'b.1.weight',
      'b.1.mean',
    ]);
  });
});

describe('the class name that is printed', () => {
  class Named extends Uncalled {
    static override readonly className: string = 'Torch_Name';
  }
  class Unnamed extends Named {}
  class Renamed extends Named {
    static override readonly className = 'Other_Name';
  }

  it("is the class's own static name", () => {
    expect(new Named().className).toBe('Torch_Name');
    expect(new Renamed().className).toBe('Other_Name');
  });

  it('is the name in the code without one, never that of the class it extends', () => {
    expect(new Unnamed().className).toBe('Unnamed');
    class MyReLU extends ReLU {}
    expect(new MyReLU().className).toBe('MyReLU');
  });

  it('is the name in the code if className is something else', () => {
    class Odd extends Uncalled {}
    Object.defineProperty(Odd, 'className', { value: 7 });
    expect(new Odd().className).toBe('Odd');
  });
});

describe('a container', () => {
  it('has as many modules as it was made of, by their numbers', () => {
    const a = new ReLU();
    const b = new Sequential();
    const container = new Sequential(a, b);
    expect(container.length).toBe(2);
    const children = container.children();
    expect(children.map(([name]) => name)).toEqual(['0', '1']);
    expect(children[0]?.[1]).toBe(a);
    expect(children[1]?.[1]).toBe(b);
    expect(b.length).toBe(0);
  });

  it('is what its class says', () => {
    class List extends Uncalled {
      readonly items: Tensor[] = [];
      override readonly length = 0;
    }
    expect(new List().length).toBe(0);
    expect(new ReLU().length).toBeUndefined();
  });
});
