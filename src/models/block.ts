import type { Module } from '../nn/index.js';
import type { Attention } from './attention/attention.js';

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
