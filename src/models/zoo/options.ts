import { MOST_BLOCKS } from '../block.js';
import {
  choiceOption,
  type Option,
  switchOption,
  wholeNumberOption,
  wholeNumbersOption,
} from '../option.js';
import type { StageSizes } from '../resnet.js';

/*
 * The options that the architectures of several zoos have. Their names are the zoos' own arguments in camel
 * case; no flag takes them.
 */

/** Which of the two residual blocks of He et al. 2015. */
export const block = choiceOption(
  { name: 'block', words: 'the kind of block', value: 'kind' },
  ['basic', 'bottleneck'],
  'bottleneck',
);

/** Blocks of four stages. */
export const layers = wholeNumbersOption<StageSizes>(
  { name: 'layers', words: 'how many blocks in each of the four stages', value: 'a,b,c,d' },
  [3, 4, 6, 3],
  MOST_BLOCKS,
);

/** Groups of the 3x3 convolution of a bottleneck, under the name that a zoo gives them; 1 by default. */
export function groupsOption(name: string): Option<number> {
  return wholeNumberOption({ name, words: 'groups of the 3x3 convolution', value: 'count' }, 1, 1);
}

/** Channels of each of those groups, under the name that a zoo gives them; 64 by default, a ResNet's. */
export function groupWidthOption(name: string): Option<number> {
  return wholeNumberOption(
    { name, words: 'channels of a group for 64 planes', value: 'count' },
    1,
    64,
  );
}

/** The arguments of the SENet class of pretrainedmodels, from which timm has its own. */
export const senetOptions = {
  inplanes: wholeNumberOption(
    { name: 'inplanes', words: 'channels out of the stem', value: 'count' },
    1,
    64,
  ),
  input3x3: switchOption({
    name: 'input3x3',
    words: 'three 3x3 convolutions as the stem, not one of 7x7',
  }),
  downsampleKernelSize: wholeNumberOption(
    {
      name: 'downsampleKernelSize',
      words: 'kernel of the shortcuts that have a stride',
      value: 'size',
    },
    1,
    1,
  ),
  downsamplePadding: wholeNumberOption(
    {
      name: 'downsamplePadding',
      words: 'padding of the shortcuts that have a stride',
      value: 'size',
    },
    0,
    0,
  ),
} as const;
