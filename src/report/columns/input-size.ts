import { formatShape } from '../../ops/shape.js';
import { type Column, NOTHING } from './column.js';

export const inputSize: Column = {
  title: 'Input Shape',
  cell: ({ inputShape }) => (inputShape === null ? NOTHING : formatShape(inputShape)),
};
