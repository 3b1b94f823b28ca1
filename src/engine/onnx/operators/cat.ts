import { int, type Operator } from './operator.js';

export const cat: Operator<'cat'> = ({ dim }, step) => {
  step.output('Concat', step.inputs, { axis: int(dim) });
};
