import { type Column, NOTHING } from './column.js';

const WORDS = { all: 'True', some: 'Partial', none: 'False' } as const;

/** Whether the parameters at or under the module train (torchinfo's LayerInfo.trainable). */
export const trainable: Column = {
  title: 'Trainable',
  cell: ({ trains }) => (trains === null ? NOTHING : WORDS[trains]),
};
