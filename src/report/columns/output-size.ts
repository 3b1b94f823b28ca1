import { formatShape } from '../../ops/shape.js';
import { type Column, NOTHING } from './column.js';

export const outputSize: Column = {
  title: 'Output Shape',
  cell: ({ outputShape }) => (outputShape === null ? NOTHING : formatShape(outputShape)),
};
