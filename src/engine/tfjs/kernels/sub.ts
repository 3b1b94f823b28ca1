import { broadcasting } from './kernel.js';

export const sub = broadcasting((tf, a, b) => tf.sub(a, b));
