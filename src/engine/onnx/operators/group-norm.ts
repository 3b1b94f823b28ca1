import type { StoredTensor } from '../../../ops/operation.js';
import { elementCount } from '../../../ops/shape.js';
import type { Value } from '../graph.js';
import { float, int, ints, only, type Operator } from './operator.js';

/**
 * Each group as a channel of an InstanceNorm, scaled and shifted afterwards: the operators of ONNX 1.12 have
 * no GroupNorm. Centred first, since the runtime's InstanceNorm multiplies, then subtracts, what may be large.
 */
export const groupNorm: Operator<'groupNorm'> = (op, step) => {
  const x = only(step);
  const { numGroups } = op;
  const [batch = 1, channels = 1, ...sizes] = x.shape;
  const grouped = [batch, numGroups, elementCount(x.shape, 1) / numGroups];
  const each = (value: number): Value =>
    step.constant([numGroups], new Float32Array(numGroups).fill(value));
  const groups = step.between('Reshape', [x, step.sizes(grouped)], grouped);
  const mean = step.between('ReduceMean', [groups], [batch, numGroups, 1], {
    axes: ints(2),
    keepdims: int(1),
  });
  const centred = step.between('Sub', [groups, mean], grouped);
  const normalised = step.between('InstanceNormalization', [centred, each(1), each(0)], grouped, {
    epsilon: float(op.eps),
  });
  const perChannel = (stored: StoredTensor): readonly Value[] =>
    step.made([[channels, ...sizes.map(() => 1)]], (source, [target]) => {
      if (target !== undefined) source.fill(stored, target);
    });
  const last = [
    { operator: 'Reshape', operands: [step.sizes(x.shape)] },
    ...(op.weight === null ? [] : [{ operator: 'Mul', operands: perChannel(op.weight) }]),
    ...(op.bias === null ? [] : [{ operator: 'Add', operands: perChannel(op.bias) }]),
  ];
  last.reduce((value, { operator, operands }, index) => {
    const read = [value, ...operands];
    if (index < last.length - 1) return step.between(operator, read, x.shape);
    step.output(operator, read);
    return value;
  }, normalised);
};
