import type { StoredTensor } from '../../../ops/operation.js';
import { varianceOf } from '../../affine.js';
import type { Value } from '../graph.js';
import { float, only, type Operator } from './operator.js';

export const batchNorm: Operator<'batchNorm'> = (op, step) => {
  const { shape } = op.runningMean;
  const constant = (value: number): Value =>
    step.constant(shape, new Float32Array(shape[0] ?? 0).fill(value));
  const weight = op.weight === null ? constant(1) : step.stored(op.weight);
  const bias = op.bias === null ? constant(0) : step.stored(op.bias);
  const [variance] = step.made([op.runningVar.shape], (source, [target]) => {
    if (target === undefined) return;
    varianceOf(op, (stored: StoredTensor) => {
      source.fill(stored, target);
      return target;
    });
  });
  if (variance === undefined) throw new Error('a variance was asked for and not given');
  step.output(
    'BatchNormalization',
    [only(step), weight, bias, step.stored(op.runningMean), variance],
    { epsilon: float(op.eps) },
  );
};
