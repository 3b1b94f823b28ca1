import { defineArchitecture } from '../architecture.js';
import { inChannels, numClasses, reduction } from '../options.js';
import { SE_ResNet } from '../se-resnet.js';
import {
  blocksOf,
  completeStages,
  depthInWords,
  depthVariants,
  stageAlternatives,
  stageOptions,
} from './stages.js';

/** The article's SE-ResNet. */
export const seResnet = defineArchitecture({
  name: 'se-resnet',
  words: "the article's network",
  options: { ...stageOptions, numClasses, reduction, inChannels },
  alternatives: stageAlternatives,
  complete: completeStages,
  amountsTo: depthInWords,
  variants: depthVariants('se-resnet'),
  build(values) {
    const { block, blocks } = blocksOf(values);
    const { numClasses: classes, inChannels: channels, reduction: ratio } = values;
    return new SE_ResNet(block, blocks, {
      numClasses: classes,
      inChannels: channels,
      reduction: ratio,
    });
  },
});
