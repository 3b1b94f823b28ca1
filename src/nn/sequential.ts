import { ModelError } from '../errors.js';
import { wrongArgument } from '../ops/arguments.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { onlyInput } from './only-input.js';

/** Modules by name, in order. */
export type NamedModules = Readonly<Record<string, Module>>;

/**
 * `torch.nn.Sequential`: its modules one after the other, named 0, 1, 2, ... or as in an object, which
 * stands for torch's OrderedDict.
 *
 * @example
 * // x: [N, C, H, W]
 * const head = new nn.Sequential(new nn.Flatten(), new nn.Linear(32 * 8 * 6, 10));
 * const logits = head.call(x); // [N, 10]
 * const named = new nn.Sequential({ flatten: new nn.Flatten(), fc: new nn.Linear(32 * 8 * 6, 10) });
 */
export class Sequential extends Module {
  static override readonly className: string = 'Sequential';

  override readonly length: number;
  readonly #modules: readonly (readonly [name: string, module: Module])[];

  /** @throws ModelError if something other than a module is given, or a name is not accepted. */
  constructor(...modules: Module[] | [modules: NamedModules]) {
    super();
    const [first] = modules;
    const entries =
      modules.length === 1 && isNamedModules(first) ? namedEntries(first) : numbered(modules);
    this.#modules = entries.map(([name, module]) => {
      if (module instanceof Module) return [name, module] as const;
      throw wrongArgument('Sequential', 'modules', 'nn.Modules, one by one', module);
    });
    this.length = this.#modules.length;
  }

  override children(): [name: string, child: Module][] {
    return this.#modules.map(([name, module]) => [name, module]);
  }

  override forward(x: Tensor): Tensor;
  override forward(...inputs: Tensor[]): Tensor {
    let x = onlyInput(this, inputs);
    // Without a callback, which would take a frame more of the stack at each level.
    for (const [, module] of this.#modules) x = module.call(x);
    return x;
  }
}

type Entries = (readonly [name: string, module: unknown])[];

function isNamedModules(value: unknown): value is NamedModules {
  if (typeof value !== 'object' || value === null || value instanceof Module) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function numbered(modules: readonly unknown[]): Entries {
  return modules.map((module, index) => [String(index), module]);
}

/** @throws ModelError for names that a state dict could not tell apart, or that lose their order. */
function namedEntries(modules: NamedModules): Entries {
  for (const name of Object.keys(modules)) {
    // As in torch's add_module; and a JavaScript object sorts whole numbers before its other keys.
    if (name !== '' && !name.includes('.') && !/^\d+$/.test(name)) continue;
    throw new ModelError(
      'argument',
      'Sequential: modules takes names that are not empty, have no dot and are no numbers, but was given ' +
        JSON.stringify(name),
      { facts: { class: 'Sequential', argument: 'modules', value: name } },
    );
  }
  return Object.entries(modules);
}
