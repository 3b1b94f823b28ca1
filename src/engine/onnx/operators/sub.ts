import { type Operator, plain } from './operator.js';

export const sub: Operator<'sub'> = plain('Sub');
