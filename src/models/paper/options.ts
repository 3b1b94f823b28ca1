import { MOST_BLOCKS } from '../block.js';
import {
  choiceOption,
  switchOption,
  wholeNumberOption,
  wholeNumbersOption,
  withDefault,
} from '../option.js';
import { groups, inChannels, numClasses, reduction, strideIn, widthPerGroup } from '../options.js';
import type { StageSizes } from '../resnet.js';
import type { Restriction } from '../restriction.js';

/*
 * The options of the paper's networks, in the words of the article's family, so that a comparison with it can say
 * what differs. Some take fewer values, or others.
 */

const attention = choiceOption(
  { name: 'attention', words: 'what weights the channels of each module', value: 'kind' },
  ['se', 'none'],
  'se',
);

/** Those of all of the paper's networks. */
export const paperOptions = { attention, reduction, numClasses, inChannels };

/** Without attention nothing is reduced. */
export const attentionRestriction = {
  given: { option: 'attention', values: ['none'] },
  only: { reduction: null },
} as const satisfies Restriction;

/** Those of the residual networks. */
export const residualOptions = {
  attention,
  reduction,
  stem: choiceOption(
    {
      name: 'stem',
      words:
        'what comes before the blocks: a 7x7 convolution, or three 3x3 ones (64, 64 and 128 channels)',
      value: 'kind',
    },
    ['7x7', 'deep'],
    '7x7',
  ),
  strideIn: withDefault(strideIn, '1x1'),
  groups,
  widthPerGroup,
  reduceFirst: wholeNumberOption(
    {
      name: 'reduceFirst',
      words: 'how many times narrower the first convolution of a bottleneck is than its 3x3 one',
      value: 'ratio',
    },
    1,
    1,
  ),
  downsample: choiceOption(
    {
      name: 'downsample',
      words: 'what makes the input of a shortcut smaller: a 1x1 or a 3x3 convolution',
      value: 'kind',
    },
    ['conv', 'conv3x3'],
    'conv',
  ),
  dropout: switchOption({ name: 'dropout', words: 'a dropout before the classifier' }),
  block: choiceOption(
    { name: 'block', words: 'the kind of block', value: 'kind', title: 'Block' },
    ['bottleneck'],
    'bottleneck',
  ),
  blocks: wholeNumbersOption<StageSizes>(
    {
      name: 'blocks',
      words: 'how many blocks in each of the four stages',
      value: 'a,b,c,d',
      title: 'Blocks',
    },
    [3, 4, 6, 3],
    MOST_BLOCKS,
  ),
  numClasses,
  inChannels,
};
