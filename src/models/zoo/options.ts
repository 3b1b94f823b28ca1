import { MOST_BLOCKS } from '../block.js';
import type { StageSizes } from '../resnet.js';
import { type Option, wholeNumberOption, wholeNumbersOption, withoutNull } from '../option.js';

/*
 * The options that the architectures of several zoos have. Their names are the zoos' own arguments in camel
 * case; no flag takes them.
 */

/** Blocks of four stages. */
export const layers = withoutNull(
  wholeNumbersOption<StageSizes>(
    { name: 'layers', words: 'how many blocks in each of the four stages', value: 'a,b,c,d' },
    [3, 4, 6, 3],
    MOST_BLOCKS,
  ),
  [3, 4, 6, 3],
);

/** Groups of the 3x3 convolution of a bottleneck, under the name that a zoo gives them. */
export function groupsOption(name: string): Option<number> {
  return wholeNumberOption({ name, words: 'groups of the 3x3 convolution', value: 'count' }, 1, 1);
}
