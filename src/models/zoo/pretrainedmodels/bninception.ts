import {
  AvgPool2d,
  BatchNorm2d,
  Conv2d,
  type Conv2dOptions,
  Linear,
  MaxPool2d,
  Module,
  ReLU,
} from '../../../nn/index.js';
import { cat, type Tensor } from '../../../tensor/tensor.js';
import { defineArchitecture } from '../../architecture.js';
import { inChannels, numClasses } from '../../options.js';
import { networksOf } from '../networks.js';
import { SEModule } from './se-module.js';

/*
 * pretrainedmodels 0.7.4's models/bninception.py: Inception with batch normalisation (Ioffe and Szegedy 2015),
 * from Caffe. Its modules stand side by side in the root, under the names of Caffe's layers.
 */

/** Channels out of the convolutions of an Inception module, and its pool. */
interface InceptionDesign {
  /** 1 keeps the size; 2 halves it, without a 1x1 branch and without a convolution behind the pool. */
  readonly stride: 1 | 2;
  readonly conv1x1?: number;
  readonly branch3x3: readonly [reduce: number, conv: number];
  readonly double3x3: readonly [reduce: number, conv: number];
  readonly pool: 'average' | 'maximum';
  readonly poolProj?: number;
}

const MODULES: Readonly<Record<string, InceptionDesign>> = {
  inception_3a: {
    stride: 1,
    conv1x1: 64,
    branch3x3: [64, 64],
    double3x3: [64, 96],
    pool: 'average',
    poolProj: 32,
  },
  inception_3b: {
    stride: 1,
    conv1x1: 64,
    branch3x3: [64, 96],
    double3x3: [64, 96],
    pool: 'average',
    poolProj: 64,
  },
  inception_3c: { stride: 2, branch3x3: [128, 160], double3x3: [64, 96], pool: 'maximum' },
  inception_4a: {
    stride: 1,
    conv1x1: 224,
    branch3x3: [64, 96],
    double3x3: [96, 128],
    pool: 'average',
    poolProj: 128,
  },
  inception_4b: {
    stride: 1,
    conv1x1: 192,
    branch3x3: [96, 128],
    double3x3: [96, 128],
    pool: 'average',
    poolProj: 128,
  },
  inception_4c: {
    stride: 1,
    conv1x1: 160,
    branch3x3: [128, 160],
    double3x3: [128, 160],
    pool: 'average',
    poolProj: 128,
  },
  inception_4d: {
    stride: 1,
    conv1x1: 96,
    branch3x3: [128, 192],
    double3x3: [160, 192],
    pool: 'average',
    poolProj: 128,
  },
  inception_4e: { stride: 2, branch3x3: [128, 192], double3x3: [192, 256], pool: 'maximum' },
  inception_5a: {
    stride: 1,
    conv1x1: 352,
    branch3x3: [192, 320],
    double3x3: [160, 224],
    pool: 'average',
    poolProj: 128,
  },
  inception_5b: {
    stride: 1,
    conv1x1: 352,
    branch3x3: [192, 320],
    double3x3: [192, 224],
    pool: 'maximum',
    poolProj: 128,
  },
};

/** What a {@link BNInception} is built with. */
export interface BNInceptionOptions {
  /** Whether the convolutions have biases, though a BatchNorm follows each. */
  readonly bias: boolean;
  /** Of an SE module after each concatenation; null for none. */
  readonly reduction: number | null;
  readonly numClasses: number;
  readonly inChannels: number;
}

type Step = (x: Tensor) => Tensor;

/** [N, C, H, W] → [N, numClasses], for heights and widths from 223 to 230 */
export class BNInception extends Module {
  static override readonly className = 'BNInception';

  readonly #layers = new Map<string, Module>();
  /** From the stem to the classifier. */
  readonly #steps: readonly Step[];
  readonly #bias: boolean;

  /** @throws ModelError if the reduction leaves no channel. */
  constructor({ bias, reduction, ...options }: BNInceptionOptions) {
    super();
    this.#bias = bias;
    const steps: Step[] = [
      this.#convolution('conv1', '7x7_s2', [options.inChannels, 64], {
        kernelSize: 7,
        stride: 2,
        padding: 3,
        reluName: 'conv1_relu_7x7',
      }),
      this.#layer('pool1_3x3_s2', reducingPool()),
      this.#convolution('conv2', '3x3_reduce', [64, 64], { kernelSize: 1 }),
      this.#convolution('conv2', '3x3', [64, 192], { kernelSize: 3, padding: 1 }),
      this.#layer('pool2_3x3_s2', reducingPool()),
    ];
    let channels = 192;
    for (const [name, design] of Object.entries(MODULES)) {
      steps.push(this.#inception(name, channels, design));
      channels = channelsOut(channels, design);
      if (reduction === null) continue;
      steps.push(this.#layer(`${name}_se_module`, new SEModule(channels, reduction)));
    }
    steps.push(
      this.#layer('global_pool', new AvgPool2d(7, { stride: 1, ceilMode: true })),
      (x) => x.flatten(1),
      this.#layer('last_linear', new Linear(channels, options.numClasses)),
    );
    this.#steps = steps;
  }

  override children(): [name: string, child: Module][] {
    return [...this.#layers];
  }

  override forward(x: Tensor): Tensor {
    return this.#steps.reduce((out, step) => step(out), x);
  }

  #layer(name: string, layer: Module): Step {
    this.#layers.set(name, layer);
    return (x) => layer.call(x);
  }

  /** A convolution with the BatchNorm and ReLU that follow it. */
  #convolution(
    block: string,
    name: string,
    [inputs, outputs]: readonly [inputs: number, outputs: number],
    { reluName = `${block}_relu_${name}`, ...options }: Conv2dOptions & { reluName?: string },
  ): Step {
    const conv = new Conv2d(inputs, outputs, { ...options, bias: this.#bias });
    return inTurn(
      this.#layer(`${block}_${name}`, conv),
      this.#layer(`${block}_${name}_bn`, new BatchNorm2d(outputs)),
      this.#layer(reluName, new ReLU()),
    );
  }

  #inception(block: string, inputs: number, design: InceptionDesign): Step {
    const { stride, conv1x1, poolProj } = design;
    const [reduce, conv] = design.branch3x3;
    const [doubleReduce, double] = design.double3x3;
    const branches: Step[] = [];
    if (conv1x1 !== undefined) {
      branches.push(this.#convolution(block, '1x1', [inputs, conv1x1], { kernelSize: 1 }));
    }
    branches.push(
      inTurn(
        this.#convolution(block, '3x3_reduce', [inputs, reduce], { kernelSize: 1 }),
        this.#convolution(block, '3x3', [reduce, conv], { kernelSize: 3, stride, padding: 1 }),
      ),
      inTurn(
        this.#convolution(block, 'double_3x3_reduce', [inputs, doubleReduce], { kernelSize: 1 }),
        this.#convolution(block, 'double_3x3_1', [doubleReduce, double], {
          kernelSize: 3,
          padding: 1,
        }),
        this.#convolution(block, 'double_3x3_2', [double, double], {
          kernelSize: 3,
          stride,
          padding: 1,
        }),
      ),
    );
    const pool = this.#layer(`${block}_pool`, makePool(design));
    branches.push(
      poolProj === undefined
        ? pool
        : inTurn(
            pool,
            this.#convolution(block, 'pool_proj', [inputs, poolProj], { kernelSize: 1 }),
          ),
    );
    return (x) =>
      cat(
        branches.map((branch) => branch(x)),
        1,
      );
  }
}

function inTurn(...steps: readonly Step[]): Step {
  return (x) => steps.reduce((out, step) => step(out), x);
}

function channelsOut(inputs: number, design: InceptionDesign): number {
  const { conv1x1 = 0, branch3x3, double3x3, stride, poolProj = inputs } = design;
  return conv1x1 + branch3x3[1] + double3x3[1] + (stride === 2 ? inputs : poolProj);
}

/** Caffe's pools round up; an average counts its padding. */
function makePool({ stride, pool }: InceptionDesign): Module {
  if (stride === 2) return reducingPool();
  return pool === 'average'
    ? new AvgPool2d(3, { stride: 1, padding: 1, ceilMode: true })
    : new MaxPool2d([3, 3], { stride: 1, padding: 1, ceilMode: true });
}

function reducingPool(): MaxPool2d {
  return new MaxPool2d([3, 3], { stride: 2, ceilMode: true });
}

const options = { numClasses, inChannels };

/** pretrainedmodels' BNInception class, which is its network. */
export const bninception = defineArchitecture({
  name: 'pretrainedmodels/BNInception',
  words: "pretrainedmodels' BN-Inception",
  options,
  variants: networksOf<typeof options>('pretrainedmodels', { bninception: {} }),
  open: ['numClasses', 'inChannels'],
  build: (values) => new BNInception({ ...values, bias: true, reduction: null }),
});
