import { attentionNames } from './attention/index.js';
import { DEFAULT_REDUCTION } from './attention/se.js';
import { MOST_BLOCKS, STRIDES_IN } from './block.js';
import { choiceOption, nullable, wholeNumberOption, wholeNumbersOption } from './option.js';
import type { StageSizes } from './resnet.js';
import { DOWNSAMPLES } from './shortcut.js';
import { STEMS } from './stem.js';

/*
 * The options that several architectures have. Options of one name are one definition; an architecture
 * that needs another default takes `withDefault` of it.
 */

export const numClasses = wholeNumberOption(
  { name: 'numClasses', words: 'outputs of the classifier', value: 'count' },
  1,
  1000,
);

export const inChannels = wholeNumberOption(
  { name: 'inChannels', words: 'channels of the input', value: 'count', followsInput: true },
  1,
  3,
);

export const attention = choiceOption(
  {
    name: 'attention',
    words: "what weights each block's output before the sum",
    value: 'kind',
  },
  attentionNames,
  'se',
);

export const reduction = nullable(
  wholeNumberOption(
    {
      name: 'reduction',
      words: 'channels are divided by this inside an SE or CBAM block',
      value: 'ratio',
    },
    1,
    DEFAULT_REDUCTION,
  ),
);

export const stem = choiceOption(
  {
    name: 'stem',
    words:
      "what comes before the blocks: the article's convolution, or a 7x7 one or three (32, 32 and 64 " +
      'channels) with a stride of 2 and a pool',
    value: 'kind',
  },
  STEMS,
  '3x3',
);

export const strideIn = choiceOption(
  {
    name: 'strideIn',
    words: 'the convolution of a bottleneck that carries its stride',
    value: 'kernel',
  },
  STRIDES_IN,
  '3x3',
);

export const groups = wholeNumberOption(
  { name: 'groups', words: 'groups of the 3x3 convolution of a bottleneck', value: 'count' },
  1,
  1,
);

export const widthPerGroup = wholeNumberOption(
  {
    name: 'widthPerGroup',
    words: 'channels of each of those groups in the first stage, twice as many in each next one',
    value: 'channels',
  },
  1,
  64,
);

export const downsample = choiceOption(
  {
    name: 'downsample',
    words: 'what makes the input of a shortcut smaller: its 1x1 convolution, or an average pool',
    value: 'kind',
  },
  DOWNSAMPLES,
  'conv',
);

export const block = nullable(
  choiceOption(
    { name: 'block', words: 'the kind of block, given with blocks', value: 'kind', title: 'Block' },
    ['basic', 'bottleneck'],
    'bottleneck',
  ),
  null,
);

export const blocks = nullable(
  wholeNumbersOption<StageSizes>(
    {
      name: 'blocks',
      words: 'how many blocks in each of the four stages, given with block',
      value: 'a,b,c,d',
      title: 'Blocks',
    },
    [3, 4, 6, 3],
    MOST_BLOCKS,
  ),
  null,
);
