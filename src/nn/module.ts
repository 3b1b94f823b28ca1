import type { Tensor } from '../engine/tensor.js';
import { Buffer, Parameter } from './parameter.js';

/** Called around the forward of every module. */
export interface ModuleHooks {
  /** Before it, with the inputs. */
  before(module: Module, inputs: readonly Tensor[]): void;
  /** After it, with the output too; not where it threw. */
  after(module: Module, inputs: readonly Tensor[], output: Tensor): void;
}

const NO_HOOKS: ModuleHooks = { before: () => undefined, after: () => undefined };

let registered: readonly ModuleHooks[] = [];
/** Those registered, as one. */
let moduleHooks = NO_HOOKS;

/**
 * Hooks onto every call of every module (torch's `register_module_forward_pre_hook` and
 * `register_module_forward_hook`).
 * @returns a function that takes the hooks away again
 */
export function registerModuleHooks(hooks: ModuleHooks): () => void {
  setModuleHooks([...registered, hooks]);
  return () => {
    setModuleHooks(registered.filter((other) => other !== hooks));
  };
}

function setModuleHooks(all: readonly ModuleHooks[]): void {
  registered = all;
  const [first = NO_HOOKS, ...others] = all;
  moduleHooks = others.reduce(both, first);
}

/** Hooks that call two in turn. */
function both(first: ModuleHooks, second: ModuleHooks): ModuleHooks {
  return {
    before(module, inputs) {
      first.before(module, inputs);
      second.before(module, inputs);
    },
    after(module, inputs, output) {
      first.after(module, inputs, output);
      second.after(module, inputs, output);
    },
  };
}

/**
 * `torch.nn.Module`: parameters, buffers and child modules by name, and a forward function.
 *
 * As in torch, what is assigned to a field belongs to the module under that field's name, and the
 * order of the fields is the order of the state dict. A class that keeps its children elsewhere
 * overrides {@link children}.
 */
export abstract class Module {
  /** The kernel size that the table prints, on modules that have one. */
  declare readonly kernelSize?: number | readonly number[];
  /** The groups that the table prints, on modules that have them. */
  declare readonly groups?: number;

  /** Computes the output of this module. Call {@link call} instead: it runs the hooks as well. */
  abstract forward(...inputs: Tensor[]): Tensor;

  /** torch's `module(x)`: forward, with the hooks run around it. */
  call(...inputs: Tensor[]): Tensor {
    moduleHooks.before(this, inputs);
    const output = this.forward(...inputs);
    moduleHooks.after(this, inputs, output);
    return output;
  }

  /** The class name that torchinfo prints. */
  get className(): string {
    return this.constructor.name;
  }

  /** This module's own children by name, in order (torch's `named_children`). */
  children(): [name: string, child: Module][] {
    return this.#own(Module);
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
  namedModules(): [path: string, module: Module][] {
    const found = new Map<Module, string>();
    const visit = (path: string, module: Module): void => {
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
   * then its buffers, then its children. A shared one stands under each of its names.
   */
  stateDict(): [name: string, stored: Parameter | Buffer][] {
    const entries: [string, Parameter | Buffer][] = [];
    const visit = (path: string, module: Module): void => {
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

/** The name of something inside a module, as a state dict writes it. */
export function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
