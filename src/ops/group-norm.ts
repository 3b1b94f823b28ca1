import { ModelError } from '../errors.js';
import { type Operation, single, type StoredTensor } from './operation.js';
import { elementCount, formatShape } from './shape.js';

/** `torch.nn.functional.group_norm`: weight and bias are [channels]. */
export interface GroupNormOp {
  readonly numGroups: number;
  readonly weight: StoredTensor | null;
  readonly bias: StoredTensor | null;
  readonly eps: number;
}

/** [N, C, ...] → the same shape */
export const groupNorm: Operation<GroupNormOp> = {
  outputShape({ numGroups, weight, bias }, inputs) {
    const input = single('group_norm', inputs);
    const [batch = 1, channels] = input;
    if (channels === undefined) {
      throw new ModelError(
        'shape',
        `group_norm takes an input of [N, C, ...], but was given ${formatShape(input)}`,
      );
    }
    for (const stored of [weight, bias]) {
      const expected: number = stored?.shape[0] ?? channels;
      if (channels === expected) continue;
      throw new ModelError(
        'channels',
        `group_norm takes ${String(expected)} channels, but was given ${formatShape(input)}`,
        { facts: { expected, given: input } },
      );
    }
    if (channels % numGroups !== 0) {
      throw new ModelError(
        'groups',
        `group_norm takes channels that its ${String(numGroups)} groups divide, but was given ` +
          formatShape(input),
        { facts: { numGroups, given: input } },
      );
    }
    // With a batch of several, torch normalises even a group of one (_verify_batch_size in torch.nn.functional).
    if ((batch * channels * elementCount(input, 2)) / numGroups === 1) {
      throw new ModelError(
        'shape',
        `group_norm takes more than one element a group, but was given ${formatShape(input)} for ` +
          `${String(numGroups)} groups`,
        { facts: { numGroups, given: input } },
      );
    }
    return input;
  },
  stored: ({ weight, bias }) => [weight, bias],
};
