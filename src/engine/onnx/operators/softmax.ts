import { int, type Operator } from './operator.js';

export const softmax: Operator<'softmax'> = ({ dim }, step) => {
  step.output('Softmax', step.inputs, { axis: int(dim) });
};
