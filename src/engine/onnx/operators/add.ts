import { type Operator, plain } from './operator.js';

export const add: Operator<'add'> = plain('Add');
