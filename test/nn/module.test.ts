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
import { thrownBy } from '../support/errors.js';

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

describe('a tree of modules', () => {
  class Holder extends Uncalled {
    inner: Module | null = null;
  }

  it('that holds itself has no end, which a state dict says with both paths', () => {
    const [outer, inner] = [new Holder(), new Holder()];
    outer.inner = new Sequential(inner);
    inner.inner = outer.inner;
    expect(thrownBy(() => outer.stateDict())).toMatchObject({
      name: 'ModelError',
      code: 'cycle',
      message:
        'inner.0.inner (Sequential) is the same module as inner, and a module cannot hold itself',
      facts: { module: 'inner.0.inner', other: 'inner' },
    });
    // Each once, as torch's named_modules.
    expect(outer.namedModules().map(([path]) => path)).toEqual(['', 'inner', 'inner.0']);
    outer.inner = outer;
    expect(thrownBy(() => outer.stateDict())).toMatchObject({
      message: 'inner (Holder) is the model itself, and a module cannot hold itself',
    });
    expect(outer.namedParameters()).toEqual([]);
  });

  /** Modules inside one another. */
  const nested = (levels: number): Module => {
    let module: Module = new BatchNorm2d(1);
    for (let level = 0; level < levels; level++) module = new Sequential(module);
    return module;
  };

  it('has at most 500 levels, and more are refused whatever they are', () => {
    expect(nested(500).stateDict()).toHaveLength(5);
    for (const levels of [501, 5000, 100_000]) {
      const deep = nested(levels);
      expect(thrownBy(() => deep.stateDict())).toMatchObject({
        name: 'ModelError',
        code: 'too-deep',
        message: 'a model has modules at most 500 levels inside one another, but this one has more',
      });
      expect(deep.namedModules()).toHaveLength(levels + 1);
      expect(deep.namedParameters()).toHaveLength(2);
    }
  });

  it('has at most 150,000 places', () => {
    let wide: Module = new ReLU();
    for (let level = 0; level < 40; level++) wide = new Sequential(wide, wide);
    expect(wide.namedModules()).toHaveLength(41);
    expect(thrownBy(() => wide.stateDict())).toMatchObject({
      code: 'too-many',
      message: 'a model has modules in at most 150,000 places, but this one has more',
    });
  });

  it('has paths of at most 2,000 characters', () => {
    const holder = new Holder();
    Object.assign(holder, { ['x'.repeat(2001)]: new ReLU() });
    expect(thrownBy(() => holder.stateDict())).toMatchObject({
      code: 'too-deep',
      facts: { most: 2000 },
    });
  });

  it('holds modules and nothing else', () => {
    class Odd extends Uncalled {
      override children(): [string, Module][] {
        const children: [string, Module][] = [];
        Reflect.apply(children.push.bind(children), undefined, [['a', { b: 1 }]]);
        return children;
      }
    }
    expect(thrownBy(() => new Odd().stateDict())).toMatchObject({
      name: 'ModelError',
      message: 'a is no nn.Module, but an object',
    });
  });
});
