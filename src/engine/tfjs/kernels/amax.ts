import { reduction } from './reduction.js';

export const amax = reduction({
  over: (tf, x, axes) => tf.max(x, axes, true),
  pool: (tf, x, window) => tf.maxPool(x, window, 1, 'valid'),
});
