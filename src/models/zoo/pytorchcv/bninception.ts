import { AvgPool2d, Linear, MaxPool2d, Module, Sequential } from '../../../nn/index.js';
import { cat, type Tensor } from '../../../tensor/tensor.js';
import { defineArchitecture } from '../../architecture.js';
import type { ValuesOf } from '../../option.js';
import { inChannels, numClasses } from '../../options.js';
import { type Networks, networksOf } from '../networks.js';
import { Classifier, ConvBlock } from './common.js';

/*
 * pytorchcv 0.0.74's models/bninception.py (Ioffe and Szegedy 2015), with a bias in every convolution.
 */

function conv1x1(inChannels: number, outChannels: number): ConvBlock {
  return new ConvBlock(inChannels, outChannels, { kernelSize: 1, bias: true });
}

function conv3x3(inChannels: number, outChannels: number, stride = 1): ConvBlock {
  return new ConvBlock(inChannels, outChannels, { kernelSize: 3, stride, padding: 1, bias: true });
}

/** [N, in, H, W] → [N, out, H / stride, W / stride] */
class Inception3x3Branch extends Module {
  static override readonly className = 'Inception3x3Branch';

  readonly conv1: ConvBlock;
  readonly conv2: ConvBlock;

  constructor(inChannels: number, outChannels: number, midChannels: number, stride = 1) {
    super();
    this.conv1 = conv1x1(inChannels, midChannels);
    this.conv2 = conv3x3(midChannels, outChannels, stride);
  }

  override forward(x: Tensor): Tensor {
    return this.conv2.call(this.conv1.call(x));
  }
}

/** [N, in, H, W] → [N, out, H / stride, W / stride] */
class InceptionDouble3x3Branch extends Module {
  static override readonly className = 'InceptionDouble3x3Branch';

  readonly conv1: ConvBlock;
  readonly conv2: ConvBlock;
  readonly conv3: ConvBlock;

  constructor(inChannels: number, outChannels: number, midChannels: number, stride = 1) {
    super();
    this.conv1 = conv1x1(inChannels, midChannels);
    this.conv2 = conv3x3(midChannels, outChannels);
    this.conv3 = conv3x3(outChannels, outChannels, stride);
  }

  override forward(x: Tensor): Tensor {
    return this.conv3.call(this.conv2.call(this.conv1.call(x)));
  }
}

/** [N, in, H, W] → [N, out, H, W] */
class InceptionPoolBranch extends Module {
  static override readonly className = 'InceptionPoolBranch';

  readonly pool: AvgPool2d | MaxPool2d;
  readonly conv: ConvBlock;

  constructor(inChannels: number, outChannels: number, pool: 'avg' | 'max') {
    super();
    const sliding = { stride: 1, padding: 1, ceilMode: true };
    this.pool = pool === 'avg' ? new AvgPool2d(3, sliding) : new MaxPool2d(3, sliding);
    this.conv = conv1x1(inChannels, outChannels);
  }

  override forward(x: Tensor): Tensor {
    return this.conv.call(this.pool.call(x));
  }
}

/** Modules side by side: [N, in, H, W] → [N, the sum of what they give, H', W'] */
class Concurrent extends Sequential {
  static override readonly className = 'Concurrent';

  readonly #branches: readonly Module[];

  constructor(...branches: readonly Module[]) {
    super(
      Object.fromEntries(branches.map((branch, index) => [`branch${String(index + 1)}`, branch])),
    );
    this.#branches = branches;
  }

  override forward(x: Tensor): Tensor {
    return cat(
      this.#branches.map((branch) => branch.call(x)),
      1,
    );
  }
}

/** Channels out of a 1x1 convolution and of the 3x3 convolutions after it. */
type Branch = readonly [midChannels: number, outChannels: number];

/** [N, in, H, W] → [N, out, H, W] */
class InceptionBlock extends Module {
  static override readonly className = 'InceptionBlock';

  readonly branches: Concurrent;

  constructor(inChannels: number, block: Block) {
    super();
    const [conv1, [mid2, out2], [mid3, out3], out4, pool = 'avg'] = block;
    this.branches = new Concurrent(
      conv1x1(inChannels, conv1),
      new Inception3x3Branch(inChannels, out2, mid2),
      new InceptionDouble3x3Branch(inChannels, out3, mid3),
      new InceptionPoolBranch(inChannels, out4, pool),
    );
  }

  override forward(x: Tensor): Tensor {
    return this.branches.call(x);
  }
}

/** Channels out of the 1x1 branch, of the two branches of 3x3 convolutions, and of the pool's. */
type Block = readonly [number, Branch, Branch, number, pool?: 'avg' | 'max'];

/** [N, in, H, W] → [N, out, H / 2, W / 2] */
class ReductionBlock extends Module {
  static override readonly className = 'ReductionBlock';

  readonly branches: Concurrent;

  constructor(inChannels: number, [[mid1, out1], [mid2, out2]]: Reduction) {
    super();
    this.branches = new Concurrent(
      new Inception3x3Branch(inChannels, out1, mid1, 2),
      new InceptionDouble3x3Branch(inChannels, out2, mid2, 2),
      new MaxPool2d(3, { stride: 2, ceilMode: true }),
    );
  }

  override forward(x: Tensor): Tensor {
    return this.branches.call(x);
  }
}

type Reduction = readonly [Branch, Branch];

/** [N, in, H, W] → [N, 192, H / 8, W / 8] */
class StemBlock extends Module {
  static override readonly className = 'StemBlock';

  readonly conv1: ConvBlock;
  readonly pool1: MaxPool2d;
  readonly conv2: Inception3x3Branch;
  readonly pool2: MaxPool2d;

  constructor(inChannels: number) {
    super();
    this.conv1 = new ConvBlock(inChannels, 64, {
      kernelSize: 7,
      stride: 2,
      padding: 3,
      bias: true,
    });
    this.pool1 = new MaxPool2d(3, { stride: 2, ceilMode: true });
    this.conv2 = new Inception3x3Branch(64, 192, 64);
    this.pool2 = new MaxPool2d(3, { stride: 2, ceilMode: true });
  }

  override forward(x: Tensor): Tensor {
    x = this.pool1.call(this.conv1.call(x));
    return this.pool2.call(this.conv2.call(x));
  }
}

const options = { numClasses, inChannels };

/** [N, C, H, W] → [N, numClasses] */
class BNInception extends Classifier {
  static override readonly className = 'BNInception';

  constructor(values: ValuesOf<typeof options>) {
    let channels = 192;
    const inception = (...block: Block): InceptionBlock => {
      const made = new InceptionBlock(channels, block);
      const [conv1, [, out2], [, out3], out4] = block;
      channels = conv1 + out2 + out3 + out4;
      return made;
    };
    const reduction = (...block: Reduction): ReductionBlock => {
      const made = new ReductionBlock(channels, block);
      const [[, out1], [, out2]] = block;
      channels += out1 + out2;
      return made;
    };

    super(
      new Sequential({
        init_block: new StemBlock(values.inChannels),
        stage1: new Sequential({
          unit1: inception(64, [64, 64], [64, 96], 32),
          unit2: inception(64, [64, 96], [64, 96], 64),
        }),
        stage2: new Sequential({
          unit1: reduction([128, 160], [64, 96]),
          unit2: inception(224, [64, 96], [96, 128], 128),
          unit3: inception(192, [96, 128], [96, 128], 128),
          unit4: inception(160, [128, 160], [128, 160], 128),
          unit5: inception(96, [128, 192], [160, 192], 128),
        }),
        stage3: new Sequential({
          unit1: reduction([128, 192], [192, 256]),
          unit2: inception(352, [192, 320], [160, 224], 128),
          unit3: inception(352, [192, 320], [192, 224], 128, 'max'),
        }),
        final_pool: new AvgPool2d(7, { stride: 1 }),
      }),
      new Linear(channels, values.numClasses),
    );
  }
}

const NETWORKS: Networks<typeof options> = { bninception: {} };

/** pytorchcv's BNInception class and its network. */
export const bninception = defineArchitecture({
  name: 'pytorchcv/BNInception',
  words: "pytorchcv's BN-Inception",
  options,
  variants: networksOf('pytorchcv', NETWORKS),
  open: ['numClasses', 'inChannels'],
  build: (values) => new BNInception(values),
});
