import { MOST_BLOCKS } from './block.js';
import { choiceOption, wholeNumberOption, wholeNumbersOption } from './option.js';

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

export const reduction = wholeNumberOption(
  {
    name: 'reduction',
    words: 'channels are divided by this inside an SE block',
    value: 'ratio',
  },
  1,
  16,
);

export const block = choiceOption(
  {
    name: 'block',
    words: 'the kind of block, given with blocks',
    value: 'kind',
    title: 'Block',
  },
  ['basic', 'bottleneck'],
  null,
);

const EXAMPLE: readonly [number, number, number, number] = [3, 4, 6, 3];

export const blocks = wholeNumbersOption(
  {
    name: 'blocks',
    words: 'how many blocks in each of the four stages, given with block',
    value: 'a,b,c,d',
    title: 'Blocks',
  },
  EXAMPLE,
  MOST_BLOCKS,
);
