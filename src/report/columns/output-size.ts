import { formatShape } from '../../engine/shape.js';
import { type Column, NOTHING } from './column.js';

export const outputSize: Column = {
  name: 'output_size',
  title: 'Output Shape',
  cell: ({ outputShape }) => (outputShape === null ? NOTHING : formatShape(outputShape)),
};
