import { Module } from '../nn/index.js';
import { optionsArgument, wholeNumber, wrongArgument } from '../ops/arguments.js';
import { type Attention, noAttention } from './attention/attention.js';

/** The most blocks of a stage. The deepest published ResNet, of 1202 layers, has 200 (He et al. 2015). */
export const MOST_BLOCKS = 1000;

/** What a residual block can be built with, besides its channels. */
export interface BlockOptions {
  /** Of the whole block; 1 by default. */
  readonly stride?: number;
  /** Of the output before the sum; none by default. */
  readonly attention?: Attention;
  /** Groups of the 3x3 convolution of a bottleneck; 1 by default. */
  readonly groups?: number;
  /** Channels of a group for 64 planes, of the 3x3 convolution of a bottleneck; 64 by default. */
  readonly widthPerGroup?: number;
  /**
   * The convolution of a bottleneck that carries the stride: the 3x3 (conv2), which is the default, or
   * the 1x1 before it (conv1).
   */
  readonly strideIn?: 'conv1' | 'conv2';
}

/** A kind of residual block, [N, inPlanes, H, W] → [N, planes * expansion, H / stride, W / stride]. */
export interface BlockClass {
  new (inPlanes: number, planes: number, options?: BlockOptions): Module;
  /** Output channels for each of `planes`. */
  readonly expansion: number;
  /** Convolutions on the main path, as a network's depth counts them. */
  readonly convolutions: number;
}

const OPTIONS = ['stride', 'attention', 'groups', 'widthPerGroup', 'strideIn'] as const;

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
  const { widthPerGroup = 64, strideIn = 'conv2' } = options;
  const conv: string = strideIn;
  if (conv !== 'conv1' && conv !== 'conv2') {
    throw wrongArgument(owner, 'strideIn', '"conv1" or "conv2"', strideIn);
  }
  return {
    stride: wholeNumber(owner, 'stride', stride, 1),
    attention: checkedAttention(owner, attention),
    groups: wholeNumber(owner, 'groups', groups, 1),
    widthPerGroup: wholeNumber(owner, 'widthPerGroup', widthPerGroup, 1),
    strideIn,
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
