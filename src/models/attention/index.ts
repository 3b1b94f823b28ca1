import { keysOf } from '../../text/keys.js';
import { type Attention, noAttention } from './attention.js';
import { convolutionalBlockAttention } from './cbam.js';
import { efficientChannelAttention } from './eca.js';
import { DEFAULT_REDUCTION, squeezeExcitation } from './se.js';

/** The kinds of attention by name, the article's first; each makes one from a reduction, if it has one. */
const ATTENTIONS = {
  se: squeezeExcitation,
  eca: efficientChannelAttention,
  cbam: convolutionalBlockAttention,
  none: () => noAttention,
} satisfies Record<string, (reduction: number) => Attention>;

export type AttentionName = keyof typeof ATTENTIONS;

/** Their names, in the order in which they are listed. */
export const attentionNames = keysOf(ATTENTIONS);

/**
 * An attention by its name, so that a network or block knows none of them.
 * @param reduction what channels are divided by in the middle of one that has a middle; 16 if it is null
 * @throws ModelError if the reduction is no whole number from 1.
 */
export function attentionOf(name: AttentionName, reduction: number | null): Attention {
  return ATTENTIONS[name](reduction ?? DEFAULT_REDUCTION);
}
