import { only, type Operator } from './operator.js';

/** ONNX's own Flatten makes two axes of all. In its Reshape 0 keeps a size, as far as those before are kept. */
export const flatten: Operator<'flatten'> = ({ startDim, endDim }, step) => {
  const x = only(step);
  const kept = Array<number>(startDim).fill(0);
  const sizes = step.sizes([...kept, -1, ...x.shape.slice(endDim + 1)]);
  step.output('Reshape', [x, sizes]);
};
