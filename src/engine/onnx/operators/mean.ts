import { int, ints, type Operator } from './operator.js';

export const mean: Operator<'mean'> = ({ dims, keepdim }, step) => {
  step.output('ReduceMean', step.inputs, { axes: ints(...dims), keepdims: int(Number(keepdim)) });
};
