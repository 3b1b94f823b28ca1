import { wrongArgument } from '../ops/arguments.js';
import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';
import { onlyInput } from './only-input.js';

/**
 * `torch.nn.Sequential`: its modules one after the other, named 0, 1, 2, ...
 *
 * @example
 * // x: [N, C, H, W]
 * const head = new nn.Sequential(new nn.Flatten(), new nn.Linear(32 * 8 * 6, 10));
 * const logits = head.call(x); // [N, 10]
 */
export class Sequential extends Module {
  static override readonly className = 'Sequential';

  override readonly length: number;
  readonly #modules: readonly Module[];

  /** @throws ModelError if something else than a module is given. */
  constructor(...modules: Module[]) {
    super();
    for (const module of modules) {
      const given: unknown = module;
      if (given instanceof Module) continue;
      throw wrongArgument('Sequential', 'modules', 'nn.Modules, one by one', given);
    }
    this.#modules = modules;
    this.length = modules.length;
  }

  override children(): [name: string, child: Module][] {
    return this.#modules.map((module, index) => [String(index), module]);
  }

  override forward(x: Tensor): Tensor;
  override forward(...inputs: Tensor[]): Tensor {
    let x = onlyInput(this, inputs);
    // Without a callback, which would take a frame more of the stack at each level.
    for (const module of this.#modules) x = module.call(x);
    return x;
  }
}
