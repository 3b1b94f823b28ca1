import { type Column, NOTHING } from './column.js';

/** Whether the parameters at or under the module train (torchinfo's LayerInfo.trainable). */
export const trainable: Column = {
  title: 'Trainable',
  cell({ node: { params, trainableParams } }) {
    if (params === 0) return NOTHING;
    if (trainableParams === 0) return 'False';
    return trainableParams === params ? 'True' : 'Partial';
  },
};
