import { type Operator, plain } from './operator.js';

export const mul: Operator<'mul'> = plain('Mul');
