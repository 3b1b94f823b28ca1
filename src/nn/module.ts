import { ModelError } from '../errors.js';
import { shown } from '../ops/arguments.js';
import { isTensor, type Output, type Tensor } from '../tensor/tensor.js';
import { grouped } from '../text/python-format.js';
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
      `${this.className} is called with tensors, but was given ${shown(given)}`,
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
    /** What is still to be visited, the next at the end. */
    const waiting: [path: string, module: AnyModule][] = [['', this]];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [path, module] = next;
      if (found.has(module)) continue;
      found.set(module, path);
      for (const [name, child] of module.children().reverse()) {
        waiting.push([join(path, name), child]);
      }
    }
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
   * @throws ModelError if a module holds itself, or the tree is too large.
   */
  stateDict(): [name: string, stored: Parameter | Buffer][] {
    const entries: [string, Parameter | Buffer][] = [];
    const guard = new TreeGuard();
    const visit = (path: string, module: AnyModule): void => {
      guard.enter(path, module);
      for (const [name, stored] of [...module.ownParameters(), ...module.ownBuffers()]) {
        entries.push([join(path, name), stored]);
      }
      for (const [name, child] of module.children()) visit(join(path, name), child);
      guard.leave(module);
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

/**
 * The most levels of modules inside one another, and of their calls: Python's default limit of 1,000
 * frames at two a level. Node.js' stack holds about twice as many nested Sequentials.
 */
export const MOST_LEVELS = 500;

/**
 * The most places in a model's tree of modules, and the most calls of modules in a pass. The deepest network
 * known to have been trained has 10,000 layers (Xiao et al. 2018, arXiv:1806.05393).
 */
export const MOST_PLACES = 150_000;

/** The most characters of a module's path. With as many rows, a JSON document still fits in a string. */
const MOST_PATH = 2000;

/** Refuses trees of modules that do not end, or not before the stack or the memory does. */
export class TreeGuard {
  /** The modules that the walk is in, with their paths. */
  readonly #open = new Map<AnyModule, string>();
  #places = 0;

  /**
   * Steps into a module. What is checked of the tree is checked here.
   * @throws ModelError if it is no module, is inside itself, or goes beyond a limit.
   */
  enter(path: string, module: AnyModule): void {
    const given: unknown = module;
    if (!(given instanceof Module)) {
      throw new ModelError('model', `${path} is no nn.Module, but ${shown(given)}`);
    }
    const outer = this.#open.get(module);
    if (outer !== undefined) {
      const what = outer === '' ? 'the model itself' : `the same module as ${outer}`;
      throw new ModelError(
        'cycle',
        `${path} (${module.className}) is ${what}, and a module cannot hold itself`,
        { facts: { module: path, other: outer } },
      );
    }
    if (path.length > MOST_PATH) {
      throw new ModelError(
        'too-deep',
        `a module's path has at most ${grouped(MOST_PATH)} characters, but ${path.slice(0, 60)}... has ` +
          grouped(path.length),
        { facts: { most: MOST_PATH } },
      );
    }
    if (this.#open.size > MOST_LEVELS) {
      throw new ModelError(
        'too-deep',
        `a model has modules at most ${grouped(MOST_LEVELS)} levels inside one another, but this one ` +
          'has more',
        { facts: { most: MOST_LEVELS } },
      );
    }
    this.#places += 1;
    if (this.#places > MOST_PLACES) {
      throw new ModelError(
        'too-many',
        `a model has modules in at most ${grouped(MOST_PLACES)} places, but this one has more`,
        { facts: { most: MOST_PLACES } },
      );
    }
    this.#open.set(module, path);
  }

  /** Steps out of the module that was entered last. */
  leave(module: AnyModule): void {
    this.#open.delete(module);
  }
}

/** The name of something inside a module, as a state dict writes it. */
export function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
