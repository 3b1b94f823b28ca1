import type { Tensor } from '../engine/tensor.js';
import { Module } from './module.js';

/** `torch.nn.Sequential`: its modules one after the other, named 0, 1, 2, ... */
export class Sequential extends Module {
  readonly #modules: readonly Module[];

  constructor(...modules: Module[]) {
    super();
    this.#modules = modules;
  }

  override children(): [name: string, child: Module][] {
    return this.#modules.map((module, index) => [String(index), module]);
  }

  override forward(x: Tensor): Tensor {
    return this.#modules.reduce((value, module) => module.call(value), x);
  }
}
