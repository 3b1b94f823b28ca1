import { type Column, NOTHING } from './column.js';

/** The groups of a convolution. torchinfo has no such column. */
export const groups: Column = {
  title: 'Groups',
  cell: ({ groups: count }) => (count === null ? NOTHING : String(count)),
};
