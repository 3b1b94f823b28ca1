import { int, ints, type Operator } from './operator.js';

export const amax: Operator<'amax'> = ({ dims, keepdim }, step) => {
  step.output('ReduceMax', step.inputs, { axes: ints(...dims), keepdims: int(Number(keepdim)) });
};
