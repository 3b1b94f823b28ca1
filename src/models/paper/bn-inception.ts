import { defineArchitecture } from '../architecture.js';
import { networksOf } from '../zoo/networks.js';
import { BNInception } from '../zoo/pretrainedmodels/bninception.js';
import { attentionRestriction, paperOptions } from './options.js';

/*
 * The paper's SE-BN-Inception (Hu et al. 2017, arXiv:1709.01507) as its authors released it for Caffe, and the same
 * without SE. Modules have the names of pretrainedmodels' BNInception. Unlike it, no convolution has a bias.
 */

/** The paper's Inception networks. */
export const bninception = defineArchitecture({
  name: 'paper/BNInception',
  words: "the paper's SE-BN-Inception, and BN-Inception without SE",
  options: paperOptions,
  restrictions: [attentionRestriction],
  variants: networksOf<typeof paperOptions>('paper', {
    'se-bn-inception': {},
    'bn-inception': { attention: 'none' },
  }),
  open: ['numClasses', 'inChannels'],
  build: (values) =>
    new BNInception({
      bias: false,
      reduction: values.reduction,
      numClasses: values.numClasses,
      inChannels: values.inChannels,
    }),
});
