import { BatchNorm2d, Conv2d, MaxPool2d, type Module, ReLU, Sequential } from '../nn/index.js';
import { oneOf } from '../ops/arguments.js';

/**
 * What comes before the residual blocks: the article's one 3x3 convolution of stride 1; the 7x7 one of
 * stride 2 and the maximum pool of He et al. 2015; or three 3x3 ones in its place, as in ResNet-C
 * (He et al. 2018, "Bag of Tricks").
 */
export const STEMS = ['3x3', '7x7', 'deep'] as const;

/** The name of a stem: `7x7`. */
export type StemName = (typeof STEMS)[number];

/** Channels that the stem gives to the first block. */
export const STEM_CHANNELS = 64;

/** The first layers of a network, which holds them under these names. */
export interface Stem {
  readonly conv1: Module;
  readonly bn1: BatchNorm2d;
  /** Null if there is no pool. */
  readonly maxpool: MaxPool2d | null;
}

/**
 * Makes a stem: [N, inChannels, H, W] → [N, 64, H, W], or [N, 64, H / 4, W / 4] if it has a pool.
 * @param owner the class that takes the stem
 * @throws ModelError if there is no stem of this name.
 */
export function makeStem(owner: string, name: StemName, inChannels: number): Stem {
  const bn1 = new BatchNorm2d(STEM_CHANNELS);
  switch (oneOf(owner, 'stem', name, STEMS)) {
    case '3x3':
      return { conv1: conv3x3(inChannels, STEM_CHANNELS), bn1, maxpool: null };
    case '7x7': {
      const conv1 = new Conv2d(inChannels, STEM_CHANNELS, {
        kernelSize: 7,
        stride: 2,
        padding: 3,
        bias: false,
      });
      return { conv1, bn1, maxpool: pool() };
    }
    case 'deep': {
      const half = STEM_CHANNELS / 2;
      const conv1 = new Sequential(
        conv3x3(inChannels, half, 2),
        new BatchNorm2d(half),
        new ReLU(),
        conv3x3(half, half),
        new BatchNorm2d(half),
        new ReLU(),
        conv3x3(half, STEM_CHANNELS),
      );
      return { conv1, bn1, maxpool: pool() };
    }
  }
}

function conv3x3(inChannels: number, outChannels: number, stride = 1): Conv2d {
  return new Conv2d(inChannels, outChannels, { kernelSize: 3, stride, padding: 1, bias: false });
}

function pool(): MaxPool2d {
  return new MaxPool2d(3, { stride: 2, padding: 1 });
}
