import { elementwise } from './kernel.js';

export const relu = elementwise((tf, x) => tf.relu(x));
