import { int, only, type Operator } from './operator.js';

/** Gemm takes a matrix, and the weight as torch has it; other leading axes are made one, and again several. */
export const linear: Operator<'linear'> = (op, step) => {
  const x = only(step);
  const weights = [op.weight, op.bias].filter((tensor) => tensor !== null);
  const operands = weights.map((tensor) => step.stored(tensor));
  const attributes = { transB: int(1) };
  if (x.shape.length === 2) {
    step.output('Gemm', [x, ...operands], attributes);
    return;
  }
  const [outFeatures = 0, inFeatures = 0] = op.weight.shape;
  const leading = x.shape.slice(0, -1);
  const rows = leading.reduce((product, size) => product * size, 1);
  const flat = step.between('Reshape', [x, step.sizes([-1, inFeatures])], [rows, inFeatures]);
  const product = step.between('Gemm', [flat, ...operands], [rows, outFeatures], attributes);
  step.output('Reshape', [product, step.sizes([...leading, outFeatures])]);
};
