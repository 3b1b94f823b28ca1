import { defineArchitecture } from '../architecture.js';
import { inChannels, numClasses } from '../options.js';
import { ResNet } from '../resnet.js';
import {
  blocksOf,
  completeStages,
  depthInWords,
  depthVariants,
  stageAlternatives,
  stageOptions,
} from './stages.js';

/** The article's SE-ResNet without its SE blocks. */
export const resnet = defineArchitecture({
  name: 'resnet',
  words: 'the same network without SE blocks',
  options: { ...stageOptions, numClasses, inChannels },
  alternatives: stageAlternatives,
  complete: completeStages,
  amountsTo: depthInWords,
  variants: depthVariants('resnet'),
  build(values) {
    const { block, blocks } = blocksOf(values);
    const { numClasses: classes, inChannels: channels } = values;
    return new ResNet(block, blocks, { numClasses: classes, inChannels: channels });
  },
});
