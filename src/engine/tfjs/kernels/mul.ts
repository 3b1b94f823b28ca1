import { broadcasting } from './kernel.js';

export const mul = broadcasting((tf, a, b) => tf.mul(a, b));
