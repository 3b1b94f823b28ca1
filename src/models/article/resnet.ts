import { defineArchitecture } from '../architecture.js';
import { withDefault } from '../option.js';
import { attention, inChannels, numClasses } from '../options.js';
import { blockRestriction, buildFamily, familyOptions, IMPLIED_BY_NAME } from './family.js';
import {
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
  options: {
    ...stageOptions,
    numClasses,
    attention: withDefault(attention, 'none'),
    ...familyOptions,
    inChannels,
  },
  alternatives: stageAlternatives,
  complete: completeStages,
  amountsTo: depthInWords,
  restrictions: [{ only: { attention: 'none' } }, blockRestriction],
  variants: depthVariants('resnet'),
  impliedByName: IMPLIED_BY_NAME,
  build: buildFamily,
});
