import { type Operator, plain } from './operator.js';

export const sigmoid: Operator<'sigmoid'> = plain('Sigmoid');
