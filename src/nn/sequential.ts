import type { Tensor } from '../tensor/tensor.js';
import { Module } from './module.js';

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

  constructor(...modules: Module[]) {
    super();
    this.#modules = modules;
    this.length = modules.length;
  }

  override children(): [name: string, child: Module][] {
    return this.#modules.map((module, index) => [String(index), module]);
  }

  override forward(x: Tensor): Tensor {
    return this.#modules.reduce((value, module) => module.call(value), x);
  }
}
