import { inOneLayout, axisInMemory, valueOf } from '../layout.js';
import type { Kernel } from './kernel.js';

export const cat: Kernel<'cat'> = ({ dim }, inputs, { tf }) => {
  const { tensors, layout } = inOneLayout(tf, inputs);
  return valueOf(tf.concat(tensors, axisInMemory(dim, layout)), layout);
};
