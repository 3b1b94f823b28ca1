import { MOST_BLOCKS } from '../block.js';
import {
  choiceOption,
  type Option,
  switchOption,
  type ValuesOf,
  wholeNumberOption,
  wholeNumbersOption,
  withoutNull,
} from '../option.js';
import { inChannels, numClasses, reduction as someReduction } from '../options.js';
import type { StageSizes } from '../resnet.js';

/*
 * The options of the paper's networks, in the words of the article's family, so that a comparison with it can say
 * what differs.
 */

const attention = withoutNull(
  choiceOption(
    { name: 'attention', words: 'what weights the channels of each module', value: 'kind' },
    ['se', 'none'],
    null,
  ),
  'se',
);

const reduction: Option<number | null> = {
  ...someReduction,
  accepts: (value): value is number | null => value === null || someReduction.accepts(value),
};

/** Those of all of the paper's networks. */
export const paperOptions = { attention, reduction, numClasses, inChannels };

/** Without attention nothing is reduced. */
export function withoutReduction<
  Values extends Pick<ValuesOf<typeof paperOptions>, 'attention' | 'reduction'>,
>(values: Values): Values {
  return values.attention === 'none' ? { ...values, reduction: null } : values;
}

/** Those of the residual networks. */
export const residualOptions = {
  attention,
  reduction,
  stem: withoutNull(
    choiceOption(
      {
        name: 'stem',
        words:
          'what comes before the blocks: a 7x7 convolution, or three 3x3 ones (64, 64 and 128 channels)',
        value: 'kind',
      },
      ['7x7', 'deep'],
      null,
    ),
    '7x7',
  ),
  strideIn: withoutNull(
    choiceOption(
      {
        name: 'strideIn',
        words: 'the convolution of a bottleneck that carries its stride',
        value: 'kernel',
      },
      ['1x1', '3x3'],
      null,
    ),
    '1x1',
  ),
  groups: wholeNumberOption(
    { name: 'groups', words: 'groups of the 3x3 convolution of a bottleneck', value: 'count' },
    1,
    1,
  ),
  widthPerGroup: wholeNumberOption(
    {
      name: 'widthPerGroup',
      words: 'channels of each of those groups in the first stage, twice as many in each next one',
      value: 'channels',
    },
    1,
    64,
  ),
  reduceFirst: wholeNumberOption(
    {
      name: 'reduceFirst',
      words: 'how many times narrower the first convolution of a bottleneck is than its 3x3 one',
      value: 'ratio',
    },
    1,
    1,
  ),
  downsample: withoutNull(
    choiceOption(
      {
        name: 'downsample',
        words: 'what makes the input of a shortcut smaller: a 1x1 or a 3x3 convolution',
        value: 'kind',
      },
      ['conv', 'conv3x3'],
      null,
    ),
    'conv',
  ),
  dropout: switchOption({ name: 'dropout', words: 'a dropout before the classifier', value: '' }),
  block: withoutNull(
    choiceOption(
      { name: 'block', words: 'the kind of block', value: 'kind', title: 'Block' },
      ['bottleneck'],
      null,
    ),
    'bottleneck',
  ),
  blocks: withoutNull(
    wholeNumbersOption<StageSizes>(
      {
        name: 'blocks',
        words: 'how many blocks in each of the four stages',
        value: 'a,b,c,d',
        title: 'Blocks',
      },
      [3, 4, 6, 3],
      MOST_BLOCKS,
    ),
    [3, 4, 6, 3],
  ),
  numClasses,
  inChannels,
};
