import { reduction } from './reduction.js';

export const mean = reduction({
  over: (tf, x, axes) => tf.mean(x, axes, true),
  pool: (tf, x, window) => tf.avgPool(x, window, 1, 'valid'),
});
