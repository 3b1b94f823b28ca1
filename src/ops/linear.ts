import { ModelError } from '../errors.js';
import { type Operation, single, type StoredTensor } from './operation.js';
import { elementCount, formatShape } from './shape.js';

/** `torch.nn.functional.linear`. */
export interface LinearOp {
  /** [out, in] */
  readonly weight: StoredTensor;
  /** [out] */
  readonly bias: StoredTensor | null;
}

/** [..., in] → [..., out] */
export const linear: Operation<LinearOp> = {
  outputShape({ weight }, inputs) {
    const input = single('linear', inputs);
    const [outFeatures = 0, inFeatures = 0] = weight.shape;
    if (input.at(-1) === inFeatures) return [...input.slice(0, -1), outFeatures];
    throw new ModelError(
      'features',
      `linear takes an input of [..., ${String(inFeatures)}], but was given ${formatShape(input)}`,
      { facts: { expected: inFeatures, given: input } },
    );
  },
  stored: ({ weight, bias }) => [weight, bias],
  multiplyAccumulates: ({ weight }, _inputs, output) =>
    elementCount(output) * (weight.shape[1] ?? 0),
};
