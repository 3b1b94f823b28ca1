import {
  AvgPool2d,
  BatchNorm2d,
  Conv2d,
  type Conv2dOptions,
  functional as F,
  MaxPool2d,
  Module,
  Sequential,
} from '../nn/index.js';
import { isCount, oneOf, optionsArgument, wholeNumber, wrongArgument } from '../ops/arguments.js';
import { cat, type Tensor } from '../tensor/tensor.js';

/** The channels of an {@link Inception} module's branches, as the columns of the paper's table have them. */
export interface InceptionChannels {
  /** Of the 1x1 convolution. */
  readonly conv1x1: number;
  /** Of a 1x1 convolution, and of the 3x3 one after it. */
  readonly conv3x3: readonly [reduce: number, out: number];
  /** Of a 1x1 convolution, and of each of the two 3x3 ones after it. */
  readonly double3x3: readonly [reduce: number, out: number];
  /** Of the 1x1 convolution after the pool. */
  readonly poolProjection: number;
}

const CHANNELS = ['conv1x1', 'conv3x3', 'double3x3', 'poolProjection'] as const;

/** What an {@link Inception} module can be built with, besides its channels. */
export interface InceptionOptions {
  /** What the fourth branch pools by: 'avg', which is the default, or 'max'. */
  readonly pool?: 'avg' | 'max';
}

export const INCEPTION_OPTIONS = ['pool'] as const;

function reduceAndOut(name: string, value: unknown): readonly [number, number] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  const [reduce, out] = list;
  if (isCount(reduce, 1) && isCount(out, 1) && list.length === 2) return [reduce, out];
  throw wrongArgument('Inception', name, 'two whole numbers from 1', value);
}

/** A convolution without bias, BatchNorm and ReLU: [N, in, H, W] → [N, out, H', W']. */
class ConvNormReLU extends Module {
  static override readonly className = 'ConvNormReLU';

  readonly conv: Conv2d;
  readonly bn: BatchNorm2d;

  constructor(inChannels: number, outChannels: number, options: Conv2dOptions) {
    super();
    this.conv = new Conv2d(inChannels, outChannels, { ...options, bias: false });
    this.bn = new BatchNorm2d(outChannels);
  }

  override forward(x: Tensor): Tensor {
    return F.relu(this.bn.call(this.conv.call(x)));
  }
}

/**
 * The Inception module of BN-Inception (Ioffe and Szegedy 2015, figure 5), with stride 1: a 1x1
 * convolution, a 3x3 one, two 3x3 ones and a pool side by side, each but the first with a 1x1
 * convolution: [N, inChannels, H, W] → [N, outChannels, H, W].
 *
 * @example
 * // x: [N, C, H, W]
 * const y = new Inception(32, {
 *   conv1x1: 16,
 *   conv3x3: [16, 24],
 *   double3x3: [8, 12],
 *   poolProjection: 12,
 * }).call(x); // [N, 64, H, W]
 */
export class Inception extends Module {
  static override readonly className: string = 'Inception';

  /** Of the four branches together. */
  readonly outChannels: number;
  readonly branch1: Module;
  readonly branch2: Sequential;
  readonly branch3: Sequential;
  readonly branch4: Sequential;

  /** @throws ModelError if an argument is not accepted. */
  constructor(inChannels: number, channels: InceptionChannels, options: InceptionOptions = {}) {
    super();
    wholeNumber('Inception', 'inChannels', inChannels, 1);
    const given = optionsArgument('Inception', channels, CHANNELS);
    const conv1x1 = wholeNumber('Inception', 'conv1x1', given.conv1x1, 1);
    const conv3x3 = reduceAndOut('conv3x3', given.conv3x3);
    const double3x3 = reduceAndOut('double3x3', given.double3x3);
    const poolProjection = wholeNumber('Inception', 'poolProjection', given.poolProjection, 1);
    const { pool = 'avg' } = optionsArgument('Inception', options, INCEPTION_OPTIONS);
    const window = { stride: 1, padding: 1 };
    this.branch1 = new ConvNormReLU(inChannels, conv1x1, { kernelSize: 1 });
    this.branch2 = new Sequential(
      new ConvNormReLU(inChannels, conv3x3[0], { kernelSize: 1 }),
      new ConvNormReLU(conv3x3[0], conv3x3[1], { kernelSize: 3, padding: 1 }),
    );
    this.branch3 = new Sequential(
      new ConvNormReLU(inChannels, double3x3[0], { kernelSize: 1 }),
      new ConvNormReLU(double3x3[0], double3x3[1], { kernelSize: 3, padding: 1 }),
      new ConvNormReLU(double3x3[1], double3x3[1], { kernelSize: 3, padding: 1 }),
    );
    this.branch4 = new Sequential(
      oneOf('Inception', 'pool', pool, ['avg', 'max']) === 'avg'
        ? new AvgPool2d(3, window)
        : new MaxPool2d(3, window),
      new ConvNormReLU(inChannels, poolProjection, { kernelSize: 1 }),
    );
    this.outChannels = conv1x1 + conv3x3[1] + double3x3[1] + poolProjection;
  }

  override forward(x: Tensor): Tensor {
    const branches = [this.branch1, this.branch2, this.branch3, this.branch4];
    return cat(
      branches.map((branch) => branch.call(x)),
      1,
    );
  }
}
