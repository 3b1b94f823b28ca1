import { type Operator, plain } from './operator.js';

/** ONNX's rules are NumPy's, which torch follows. */
export const matmul: Operator<'matmul'> = plain('MatMul');
