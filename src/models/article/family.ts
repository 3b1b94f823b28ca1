import { keysOf } from '../../text/keys.js';
import { type AttentionName, attentionOf } from '../attention/index.js';
import type { ValuesOf } from '../option.js';
import { downsample, groups, stem, strideIn, widthPerGroup } from '../options.js';
import { ResNet } from '../resnet.js';
import type { Restriction } from '../restriction.js';
import { SE_ResNet } from '../se-resnet.js';
import { blocksOf, type stageOptions } from './stages.js';

/*
 * What the article's SE-ResNet and its ResNet have in common: they are one network, with the SE blocks or
 * without.
 */

/** The options that both have beside their blocks and attention. */
export const familyOptions = {
  stem,
  strideIn,
  groups,
  widthPerGroup,
  downsample,
} as const;

/** Only bottlenecks have a 1x1 convolution before the 3x3, and the groups of ResNeXt. */
export const blockRestriction = {
  given: { option: 'block', values: ['basic'] },
  only: { strideIn: '3x3', groups: 1, widthPerGroup: 64 },
} as const satisfies Restriction;

/** The options whose defaults `se-resnet-50` stands for: the article's. */
export const IMPLIED_BY_NAME = ['attention', ...keysOf(familyOptions)] as const;

type FamilyValues = ValuesOf<typeof stageOptions & typeof familyOptions> & {
  readonly numClasses: number;
  readonly inChannels: number;
  readonly attention: AttentionName;
  readonly reduction?: number | null;
};

/** Builds a network of the family. */
export function buildFamily(values: FamilyValues): ResNet {
  const { attention: kind, reduction: ratio = null } = values;
  const { block, blocks } = blocksOf(values);
  const options = {
    numClasses: values.numClasses,
    inChannels: values.inChannels,
    stem: values.stem,
    strideIn: values.strideIn,
    groups: values.groups,
    widthPerGroup: values.widthPerGroup,
    downsample: values.downsample,
  };
  return kind === 'se' && ratio !== null
    ? new SE_ResNet(block, blocks, { ...options, reduction: ratio })
    : new ResNet(block, blocks, { ...options, attention: attentionOf(kind, ratio) });
}
