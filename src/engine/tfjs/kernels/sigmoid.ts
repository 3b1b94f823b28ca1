import { elementwise } from './kernel.js';

export const sigmoid = elementwise((tf, x) => tf.sigmoid(x));
