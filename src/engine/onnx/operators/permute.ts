import { ints, type Operator } from './operator.js';

export const permute: Operator<'permute'> = ({ dims }, step) => {
  step.output('Transpose', step.inputs, { perm: ints(...dims) });
};
