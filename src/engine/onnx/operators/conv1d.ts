import { int, ints, only, type Operator } from './operator.js';

export const conv1d: Operator<'conv1d'> = (op, step) => {
  const weights = [op.weight, op.bias].filter((tensor) => tensor !== null);
  step.output('Conv', [only(step), ...weights.map((tensor) => step.stored(tensor))], {
    strides: ints(...op.stride),
    pads: ints(...op.padding, ...op.padding),
    dilations: ints(...op.dilation),
    group: int(op.groups),
  });
};
