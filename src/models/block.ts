import { Module } from '../nn/index.js';
import { oneOf, optionsArgument, wholeNumber, wrongArgument } from '../ops/arguments.js';
import { type Attention, noAttention } from './attention/attention.js';
import { type DownsampleName, DOWNSAMPLES } from './shortcut.js';

/** The most blocks of a stage. The deepest published ResNet, of 1202 layers, has 200 (He et al. 2015). */
export const MOST_BLOCKS = 1000;

/** The convolutions that can carry the stride of a block. */
export const STRIDES_IN = ['3x3', '1x1'] as const;

/** What a residual block can be built with, besides its channels. */
export interface BlockOptions {
  /** Of the whole block; 1 by default. */
  readonly stride?: number;
  /** What weights the output before the sum; nothing by default. */
  readonly attention?: Attention;
  /** Groups of the 3x3 convolution of a bottleneck; 1 by default. */
  readonly groups?: number;
  /** Channels of each of those groups for 64 planes; 64 by default. */
  readonly widthPerGroup?: number;
  /**
   * The convolution that carries the stride: the 3x3, which is the default, or the 1x1 before it, which
   * only a bottleneck has.
   */
  readonly strideIn?: (typeof STRIDES_IN)[number];
  /** How the shortcut makes its input smaller: 'conv', by its convolution, is the default; 'avg' is an average pool. */
  readonly downsample?: DownsampleName;
}

/** A kind of residual block, [N, inPlanes, H, W] → [N, planes * expansion, H / stride, W / stride]. */
export interface BlockClass {
  new (inPlanes: number, planes: number, options?: BlockOptions): Module;
  /** Output channels for each of `planes`. */
  readonly expansion: number;
  /** Convolutions on the main path, as a network's depth counts them. */
  readonly convolutions: number;
}

/** The options of blocks that all blocks of a network share. */
export const BLOCK_OPTIONS = [
  'attention',
  'groups',
  'widthPerGroup',
  'strideIn',
  'downsample',
] as const;

const OPTIONS = ['stride', ...BLOCK_OPTIONS] as const;

/**
 * What a residual block was given, checked, with the defaults of what it was not.
 * @param owner the class of the block
 * @throws ModelError if an option is not accepted.
 */
export function blockOptions(owner: string, options: BlockOptions): Required<BlockOptions> {
  const {
    stride = 1,
    attention = noAttention,
    groups = 1,
  } = optionsArgument(owner, options, OPTIONS);
  const { widthPerGroup = 64, strideIn = '3x3', downsample = 'conv' } = options;
  return {
    stride: wholeNumber(owner, 'stride', stride, 1),
    attention: checkedAttention(owner, attention),
    groups: wholeNumber(owner, 'groups', groups, 1),
    widthPerGroup: wholeNumber(owner, 'widthPerGroup', widthPerGroup, 1),
    strideIn: oneOf(owner, 'strideIn', strideIn, STRIDES_IN),
    downsample: oneOf(owner, 'downsample', downsample, DOWNSAMPLES),
  };
}

/** An attention whose results are checked too. */
function checkedAttention(owner: string, attention: Attention): Attention {
  const accepted = 'a function that gives an nn.Module or null';
  const given: unknown = attention;
  if (typeof given !== 'function') throw wrongArgument(owner, 'attention', accepted, given);
  return (channels) => {
    const made = attention(channels);
    const result: unknown = made;
    if (result === null || result instanceof Module) return made;
    throw wrongArgument(owner, 'attention', accepted, result);
  };
}
