import { defineArchitecture } from '../architecture.js';
import { attention, inChannels, numClasses, reduction } from '../options.js';
import { blockRestriction, buildFamily, familyOptions, IMPLIED_BY_NAME } from './family.js';
import { resnet } from './resnet.js';
import {
  completeStages,
  depthInWords,
  depthVariants,
  stageAlternatives,
  stageOptions,
} from './stages.js';

/** The article's SE-ResNet, and the same with another attention. */
export const seResnet = defineArchitecture({
  name: 'se-resnet',
  words: "the article's network",
  options: { ...stageOptions, numClasses, attention, reduction, ...familyOptions, inChannels },
  alternatives: stageAlternatives,
  complete: completeStages,
  amountsTo: depthInWords,
  restrictions: [
    { given: { option: 'attention', values: ['eca', 'none'] }, only: { reduction: null } },
    blockRestriction,
  ],
  becomes: [{ option: 'attention', value: 'none', architecture: resnet }],
  variants: depthVariants('se-resnet'),
  impliedByName: IMPLIED_BY_NAME,
  build: buildFamily,
});
