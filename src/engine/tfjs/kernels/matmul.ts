import type * as tfjs from '@tensorflow/tfjs-core';
import { matricesOf } from '../../../ops/matmul.js';
import { elementCount, type Shape } from '../../../ops/shape.js';
import { inTorchOrder, toTorchOrder } from '../layout.js';
import type { Kernel } from './kernel.js';

/** Both operands as stacks of equally many matrices, since WebAssembly broadcasts only a single one. */
export const matmul: Kernel<'matmul'> = (_op, inputs, { tf }) => {
  const [left, right] = inputs.map((input) => toTorchOrder(tf, input));
  if (left === undefined || right === undefined) throw new Error('matmul was run with one input');
  const { a, b, batch } = matricesOf(left.shape, right.shape);
  const [rows = 1, columns = 1] = [a.at(-2), b.at(-1)];
  const stack = (x: tfjs.Tensor, shape: Shape): tfjs.Tensor3D => {
    const [height = 1, width = 1] = shape.slice(-2);
    const whole = tf.broadcastTo(tf.reshape(x, [...shape]), [...batch, height, width]);
    return tf.reshape<tfjs.Rank.R3>(whole, [elementCount(batch), height, width]);
  };
  const product = tf.matMul(stack(left, a), stack(right, b));
  return inTorchOrder(
    tf.reshape(product, [
      ...batch,
      ...(left.rank === 1 ? [] : [rows]),
      ...(right.rank === 1 ? [] : [columns]),
    ]),
  );
};
