import {
  AdaptiveAvgPool2d,
  BatchNorm2d,
  Conv2d,
  type Conv2dOptions,
  Module,
  type NamedModules,
  ReLU,
  Sequential,
  Sigmoid,
} from '../../../nn/index.js';
import type { Tensor } from '../../../tensor/tensor.js';

/*
 * What most of pytorchcv 0.0.74's networks are made of: its models/common.py, and the form that all of its
 * classifiers have.
 */

/** What a {@link ConvBlock} is built with, besides its channels. */
export interface ConvBlockOptions extends Conv2dOptions {
  /** Whether a ReLU follows the norm; true by default. */
  readonly activate?: boolean;
}

/** A convolution, without a bias by default, its norm, and a ReLU: [N, in, H, W] → [N, out, H', W'] */
export class ConvBlock extends Module {
  static override readonly className = 'ConvBlock';

  readonly conv: Conv2d;
  readonly bn: BatchNorm2d;
  readonly activ: ReLU | null;

  constructor(inChannels: number, outChannels: number, options: ConvBlockOptions) {
    super();
    const { activate = true, ...convolution } = options;
    this.conv = new Conv2d(inChannels, outChannels, { bias: false, ...convolution });
    this.bn = new BatchNorm2d(outChannels);
    this.activ = activate ? new ReLU() : null;
  }

  override forward(x: Tensor): Tensor {
    x = this.bn.call(this.conv.call(x));
    return this.activ === null ? x : this.activ.call(x);
  }
}

/** What an SE block divides channels by in its middle, in all of pytorchcv's networks. */
const SE_REDUCTION = 16;

/** Squeeze-and-Excitation, its input scaled: [N, C, H, W] → [N, C, H, W] */
export class SEBlock extends Module {
  static override readonly className = 'SEBlock';

  readonly pool: AdaptiveAvgPool2d;
  readonly conv1: Conv2d;
  readonly activ: ReLU;
  readonly conv2: Conv2d;
  readonly sigmoid: Sigmoid;

  constructor(channels: number) {
    super();
    const midChannels = Math.floor(channels / SE_REDUCTION);
    this.pool = new AdaptiveAvgPool2d(1);
    this.conv1 = new Conv2d(channels, midChannels, { kernelSize: 1 });
    this.activ = new ReLU();
    this.conv2 = new Conv2d(midChannels, channels, { kernelSize: 1 });
    this.sigmoid = new Sigmoid();
  }

  override forward(x: Tensor): Tensor {
    let weights = this.pool.call(x);
    weights = this.activ.call(this.conv1.call(weights));
    weights = this.sigmoid.call(this.conv2.call(weights));
    return x.mul(weights);
  }
}

/** A network of features and a classifier of them: [N, C, H, W] → [N, numClasses] */
export abstract class Classifier extends Module {
  readonly features: Sequential;
  readonly output: Module;

  constructor(features: Sequential, output: Module) {
    super();
    this.features = features;
    this.output = output;
  }

  override forward(x: Tensor): Tensor {
    return this.output.call(this.features.call(x).flatten(1));
  }
}

/** Where a unit stands in a network, and what follows from that. */
export interface Place {
  readonly inChannels: number;
  readonly outChannels: number;
  /** 2 in the first unit of each stage but the first. */
  readonly stride: number;
  /** From 0. */
  readonly stage: number;
  /** Within its stage, from 0. */
  readonly unit: number;
}

/**
 * The stages of a network under their names, `stage1` and so on, each of units `unit1` and so on.
 * @param inChannels those that the first unit takes
 * @param channels those that each unit gives, by stage
 */
export function makeStages(
  inChannels: number,
  channels: readonly (readonly number[])[],
  makeUnit: (place: Place) => Module,
): NamedModules {
  let last = inChannels;
  const stages = channels.map((outs, stage): [string, Sequential] => {
    const units = outs.map((outChannels, unit): [string, Module] => {
      const stride = unit === 0 && stage !== 0 ? 2 : 1;
      const made = makeUnit({ inChannels: last, outChannels, stride, stage, unit });
      last = outChannels;
      return [`unit${String(unit + 1)}`, made];
    });
    return [`stage${String(stage + 1)}`, new Sequential(Object.fromEntries(units))];
  });
  return Object.fromEntries(stages);
}

/** The channels that {@link makeStages} takes, if all units of a stage give as many. */
export function stageChannels(
  channels: readonly number[],
  layers: readonly number[],
): readonly (readonly number[])[] {
  return layers.map((units, stage) => Array<number>(units).fill(channels[stage] ?? 0));
}

/** The channels that the units of a network for ImageNet give, basic blocks or bottlenecks. */
export function imageNetChannels(
  bottleneck: boolean,
  layers: readonly number[],
): readonly (readonly number[])[] {
  const planes = [64, 128, 256, 512];
  return stageChannels(bottleneck ? planes.map((count) => count * 4) : planes, layers);
}

/** The channels that the units of a network for CIFAR give, basic blocks or bottlenecks. */
export function cifarChannels(
  bottleneck: boolean,
  units: readonly number[],
): readonly (readonly number[])[] {
  const planes = [16, 32, 64];
  return stageChannels(bottleneck ? planes.map((count) => count * 4) : planes, units);
}

/** A network's channels made narrower, all but those out of its last unit. */
export function scaledChannels(
  channels: readonly (readonly number[])[],
  widthScale: number,
): readonly (readonly number[])[] {
  return channels.map((outs, stage) =>
    outs.map((count, unit) => {
      const isLast = stage === channels.length - 1 && unit === outs.length - 1;
      return isLast ? count : Math.floor(count * widthScale);
    }),
  );
}

/** Channels out of the last stage. */
export function lastChannels(channels: readonly (readonly number[])[]): number {
  return channels.at(-1)?.at(-1) ?? 0;
}
