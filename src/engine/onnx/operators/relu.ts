import { type Operator, plain } from './operator.js';

export const relu: Operator<'relu'> = plain('Relu');
