import type { Operator } from './operator.js';

/** ONNX's -1 is torch's. */
export const reshape: Operator<'reshape'> = ({ shape }, step) => {
  step.output('Reshape', [...step.inputs, step.sizes(shape)]);
};
