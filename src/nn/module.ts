import { ModelError } from '../errors.js';
import { type Output, Tensor } from '../tensor/tensor.js';
import { Buffer, Parameter } from './parameter.js';

/**
 * `torch.nn.Module`: parameters, buffers and child modules by name, and a forward function.
 *
 * As in torch, what is assigned to a field belongs to the module under that field's name, and the
 * order of the fields is the order of the state dict. A class that keeps its children elsewhere
 * overrides {@link children}.
 *
 * `Out` is what forward returns: a tensor, unless the class says otherwise.
 *
 * @example
 * // [N, 3, H, W] → [N, 8, H, W]
 * class Stem extends nn.Module {
 *   readonly conv = new nn.Conv2d(3, 8, { kernelSize: 3, padding: 1 });
 *
 *   override forward(x: Tensor): Tensor {
 *     return functional.relu(this.conv.call(x));
 *   }
 * }
 * console.log(summary(new Stem(), [1, 3, 32, 32]).totals.params); // 224
 */
export abstract class Module<Out extends Output = Tensor> {
  /**
   * The class name that is printed, as a string that no bundler renames. It is each class's own: a
   * subclass without one is printed by its name in the code.
   */
  declare static readonly className?: string;

  /** The kernel size that the table prints, on modules that have one. */
  declare readonly kernelSize?: number | readonly number[];
  /** The groups that the table prints, on modules that have them. */
  declare readonly groups?: number;
  /** How many modules it holds, on modules that are containers (Python's `len`). */
  declare readonly length?: number;

  /** Computes the output of this module. Use {@link call} instead, which records whose operations these are. */
  abstract forward(...inputs: Tensor[]): Out;

  /**
   * torch's `module(x)`: forward, recorded as a call of this module.
   * @throws ModelError if forward cannot take these inputs.
   */
  call(...inputs: Tensor[]): Out {
    if (inputs.length === 0) return this.forward();
    const first = inputs[0];
    if (isTensor(first)) {
      return first.recorder.call(this, inputs, () => this.forward(...inputs));
    }
    const given: unknown = first;
    throw new ModelError(
      'inputs',
      `${this.className} is called with tensors, but was given ` +
        (given === undefined ? 'undefined' : 'something else'),
      {
        hint: given === undefined ? 'Does the model take another input?' : undefined,
        facts: { class: this.className },
      },
    );
  }

  /** The class name that torchinfo prints. */
  get className(): string {
    const { constructor } = this;
    let name = classNames.get(constructor);
    if (name === undefined) {
      const own: unknown = Object.getOwnPropertyDescriptor(constructor, 'className')?.value;
      name = typeof own === 'string' ? own : constructor.name;
      classNames.set(constructor, name);
    }
    return name;
  }

  /** This module's own children by name, in order (torch's `named_children`). */
  children(): [name: string, child: AnyModule][] {
    return this.#own<AnyModule>(Module);
  }

  /** This module's own parameters by name, in order. */
  ownParameters(): [name: string, parameter: Parameter][] {
    return this.#own(Parameter);
  }

  /** This module's own buffers by name, in order. */
  ownBuffers(): [name: string, buffer: Buffer][] {
    return this.#own(Buffer);
  }

  /** This module and all below it, each once, with its path (torch's `named_modules`). */
  namedModules(): [path: string, module: AnyModule][] {
    const found = new Map<AnyModule, string>();
    const visit = (path: string, module: AnyModule): void => {
      if (found.has(module)) return;
      found.set(module, path);
      for (const [name, child] of module.children()) visit(join(path, name), child);
    };
    visit('', this);
    return [...found].map(([module, path]) => [path, module]);
  }

  /** The parameters of this module and of all below it, each once, with its state-dict name. */
  namedParameters(): [name: string, parameter: Parameter][] {
    const found = new Map<Parameter, string>();
    for (const [path, module] of this.namedModules()) {
      for (const [name, parameter] of module.ownParameters()) {
        if (!found.has(parameter)) found.set(parameter, join(path, name));
      }
    }
    return [...found].map(([parameter, name]) => [name, parameter]);
  }

  /**
   * Every parameter and buffer by its state-dict name, in torch's order: a module's parameters,
   * then its buffers, then its children. A shared one appears under each of its names.
   */
  stateDict(): [name: string, stored: Parameter | Buffer][] {
    const entries: [string, Parameter | Buffer][] = [];
    const visit = (path: string, module: AnyModule): void => {
      for (const [name, stored] of [...module.ownParameters(), ...module.ownBuffers()]) {
        entries.push([join(path, name), stored]);
      }
      for (const [name, child] of module.children()) visit(join(path, name), child);
    };
    visit('', this);
    return entries;
  }

  #own<T>(type: abstract new (...args: never[]) => T): [name: string, value: T][] {
    const found: [string, T][] = [];
    for (const name in this) {
      const value: unknown = this[name];
      if (value instanceof type) found.push([name, value]);
    }
    return found;
  }
}

/** A module, whatever its forward returns. */
export type AnyModule = Module<Output>;

/** The names that are printed, by their classes. */
const classNames = new WeakMap<object, string>();

function isTensor(value: unknown): value is Tensor {
  return value instanceof Tensor;
}

/** The name of something inside a module, as a state dict writes it. */
export function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
