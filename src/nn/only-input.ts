import { ModelError } from '../errors.js';
import { shown } from '../ops/arguments.js';
import { isTensor, type Tensor } from '../tensor/tensor.js';
import type { Module } from './module.js';

/**
 * The input of a module that takes one, as all do that this library has by torch's names.
 * @throws ModelError if it was given none, several as torch's would refuse too, or no tensor.
 */
export function onlyInput(module: Module, inputs: readonly Tensor[]): Tensor {
  const [x] = inputs;
  if (inputs.length === 1 && isTensor(x)) return x;
  const given = inputs.length === 1 ? shown(x) : String(inputs.length);
  throw new ModelError(
    'inputs',
    `${module.className} takes one tensor as its input, but was given ${given}`,
    { facts: { class: module.className } },
  );
}
