import { broadcasting } from './kernel.js';

export const add = broadcasting((tf, a, b) => tf.add(a, b));
