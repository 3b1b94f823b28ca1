import {
  AvgPool2d,
  BatchNorm2d,
  Conv2d,
  GroupNorm,
  Identity,
  Linear,
  MaxPool2d,
  Module,
  ReLU,
  Sequential,
} from '../../../nn/index.js';
import { wrongArgument } from '../../../ops/arguments.js';
import type { Tensor } from '../../../tensor/tensor.js';
import { keysOf } from '../../../text/keys.js';
import { defineArchitecture } from '../../architecture.js';
import {
  choiceOption,
  nullable,
  switchOption,
  type ValuesOf,
  wholeNumberOption,
} from '../../option.js';
import { inChannels, numClasses } from '../../options.js';
import { type Networks, networksOf } from '../networks.js';
import { block, groupsOption, groupWidthOption, layers } from '../options.js';
import { EcaModule, SEModule } from './attention.js';
import { seReduction } from './options.js';
import { type AttentionLayer, BasicBlock, Bottleneck, type NormLayer } from './residual-blocks.js';
import { SelectAdaptivePool2d } from './select-adaptive-pool2d.js';

/*
 * timm 0.9.16's models/resnet.py: ResNet and ResNeXt with the stems and shortcuts of "Bag of Tricks" (He et al.
 * 2018), Wide ResNet, SE and ECA networks, SENet-154 and ResNet-RS (Bello et al. 2021), with the stride in the
 * 3x3 convolution.
 */

const BLOCKS = { basic: BasicBlock, bottleneck: Bottleneck };

/** The groups of timm's GroupNorm by default, those of Wu and He 2018. */
const NORM_GROUPS = 32;

const NORM_LAYERS = {
  batchnorm: (channels: number) => new BatchNorm2d(channels),
  groupnorm: (channels: number) => new GroupNorm(NORM_GROUPS, channels),
};

const NORM_NAMES = keysOf(NORM_LAYERS);
const STEM_TYPES = ['', 'deep', 'deep_tiered'] as const;
const ATTENTIONS = ['none', 'se', 'eca'] as const;

const options = {
  block,
  layers,
  cardinality: groupsOption('cardinality'),
  baseWidth: groupWidthOption('baseWidth'),
  stemWidth: wholeNumberOption(
    { name: 'stemWidth', words: 'half the channels out of a deep stem', value: 'count' },
    1,
    64,
  ),
  stemType: choiceOption(
    {
      name: 'stemType',
      words: 'one 7x7 convolution, or three of 3x3 (deep), the first one narrower (deep_tiered)',
      value: 'kind',
    },
    STEM_TYPES,
    '',
  ),
  replaceStemPool: switchOption({
    name: 'replaceStemPool',
    words: 'a convolution in place of the pool behind the stem',
  }),
  blockReduceFirst: wholeNumberOption(
    {
      name: 'blockReduceFirst',
      words: "how much narrower a block's first convolution is than its second",
      value: 'ratio',
    },
    1,
    1,
  ),
  downKernelSize: wholeNumberOption(
    { name: 'downKernelSize', words: 'kernel of the shortcuts that have a stride', value: 'size' },
    1,
    1,
  ),
  avgDown: switchOption({
    name: 'avgDown',
    words: 'an average pool and a 1x1 convolution as shortcuts that have a stride',
  }),
  normLayer: choiceOption(
    { name: 'normLayer', words: 'the kind of normalisation', value: 'kind' },
    NORM_NAMES,
    'batchnorm',
  ),
  // Also null, as timm has it for none.
  attention: nullable(
    choiceOption(
      { name: 'attention', words: 'the attention of every block', value: 'kind' },
      ATTENTIONS,
      'none',
    ),
  ),
  seReduction,
  numClasses,
  inChannels,
};

type Values = ValuesOf<typeof options>;

/** [N, C, H, W] → [N, numClasses] */
class ResNet extends Module {
  static override readonly className = 'ResNet';

  readonly conv1: Conv2d | Sequential;
  readonly bn1: Module;
  readonly act1: ReLU;
  readonly maxpool: MaxPool2d | Sequential;
  readonly layer1: Sequential;
  readonly layer2: Sequential;
  readonly layer3: Sequential;
  readonly layer4: Sequential;
  readonly global_pool: SelectAdaptivePool2d;
  readonly fc: Linear;

  /** @throws ModelError if the values do not fit together. */
  constructor(values: Values) {
    super();
    const blockClass = BLOCKS[values.block];
    const normLayer = NORM_LAYERS[values.normLayer];
    const attention = attentionLayer(values);
    const { cardinality, baseWidth, blockReduceFirst: reduceFirst } = values;
    let inplanes = values.stemType === '' ? 64 : values.stemWidth * 2;
    const makeLayer = (planes: number, count: number, firstStride: number): Sequential => {
      const outplanes = planes * blockClass.expansion;
      const blocks = Array.from({ length: count }, (_, index) => {
        const stride = index === 0 ? firstStride : 1;
        const isSame = stride === 1 && inplanes === outplanes;
        const made = new blockClass(inplanes, planes, {
          stride,
          downsample: isSame ? null : downsample(inplanes, outplanes, stride, values),
          cardinality,
          baseWidth,
          reduceFirst,
          normLayer,
          attention,
        });
        inplanes = outplanes;
        return made;
      });
      return new Sequential(...blocks);
    };

    const [count1, count2, count3, count4] = values.layers;
    this.conv1 = stem(inplanes, normLayer, values);
    this.bn1 = normLayer(inplanes);
    this.act1 = new ReLU();
    this.maxpool = values.replaceStemPool
      ? new Sequential(
          new Conv2d(inplanes, inplanes, { kernelSize: 3, stride: 2, padding: 1, bias: false }),
          normLayer(inplanes),
          new ReLU(),
        )
      : new MaxPool2d(3, { stride: 2, padding: 1 });
    this.layer1 = makeLayer(64, count1, 1);
    this.layer2 = makeLayer(128, count2, 2);
    this.layer3 = makeLayer(256, count3, 2);
    this.layer4 = makeLayer(512, count4, 2);
    this.global_pool = new SelectAdaptivePool2d();
    this.fc = new Linear(512 * blockClass.expansion, values.numClasses);
  }

  override forward(x: Tensor): Tensor {
    x = this.act1.call(this.bn1.call(this.conv1.call(x)));
    x = this.maxpool.call(x);
    x = this.layer1.call(x);
    x = this.layer2.call(x);
    x = this.layer3.call(x);
    x = this.layer4.call(x);
    x = this.global_pool.call(x);
    return this.fc.call(x);
  }
}

function attentionLayer({ attention, seReduction }: Values): AttentionLayer {
  switch (attention) {
    case null:
    case 'none':
      return () => null;
    case 'se':
      return (channels) => new SEModule(channels, seReduction);
    case 'eca':
      return (channels) => new EcaModule(channels);
  }
}

/** What comes before the first normalisation: a deep stem ends with a convolution. */
function stem(planes: number, normLayer: NormLayer, values: Values): Conv2d | Sequential {
  const { stemType, stemWidth, inChannels: channels } = values;
  if (stemType === '') {
    return new Conv2d(channels, planes, { kernelSize: 7, stride: 2, padding: 3, bias: false });
  }
  const isTiered = stemType === 'deep_tiered';
  if (isTiered && stemWidth < 4) {
    throw wrongArgument('ResNet', 'stemWidth', 'at least 4 for a deep_tiered stem', stemWidth);
  }
  const first = isTiered ? 3 * Math.floor(stemWidth / 4) : stemWidth;
  return new Sequential(
    new Conv2d(channels, first, { kernelSize: 3, stride: 2, padding: 1, bias: false }),
    normLayer(first),
    new ReLU(),
    new Conv2d(first, stemWidth, { kernelSize: 3, padding: 1, bias: false }),
    normLayer(stemWidth),
    new ReLU(),
    new Conv2d(stemWidth, planes, { kernelSize: 3, padding: 1, bias: false }),
  );
}

/** The shortcut of a block that changes the size or the channels. */
function downsample(
  inplanes: number,
  outplanes: number,
  stride: number,
  values: Values,
): Sequential {
  const norm = NORM_LAYERS[values.normLayer](outplanes);
  if (values.avgDown) {
    const pool =
      stride === 1 ? new Identity() : new AvgPool2d(2, { ceilMode: true, countIncludePad: false });
    return new Sequential(
      pool,
      new Conv2d(inplanes, outplanes, { kernelSize: 1, bias: false }),
      norm,
    );
  }
  const kernelSize = stride === 1 ? 1 : values.downKernelSize;
  const padding = Math.floor((stride - 1 + kernelSize - 1) / 2);
  const conv = new Conv2d(inplanes, outplanes, { kernelSize, stride, padding, bias: false });
  return new Sequential(conv, norm);
}

/*
 * The letters in names, as Gluon and "Bag of Tricks" have them: c and s have a deep stem, of 32 and of 64
 * channels; d averages in its shortcuts besides, and t narrows the first convolution of the stem.
 */
const C = { stemType: 'deep', stemWidth: 32 } as const;
const D = { ...C, avgDown: true } as const;
const S = { stemType: 'deep', stemWidth: 64 } as const;
const T = { ...D, stemType: 'deep_tiered' } as const;
const SE = { attention: 'se' } as const;
const ECA = { attention: 'eca' } as const;
const RS = { ...D, ...SE, seReduction: 4, replaceStemPool: true } as const;
const X32x4d = { cardinality: 32, baseWidth: 4 } as const;
const X32x8d = { cardinality: 32, baseWidth: 8 } as const;
const X64x4d = { cardinality: 64, baseWidth: 4 } as const;

/** Blocks by the number in a network's name. */
const L10 = [1, 1, 1, 1] as const;
const L26 = [2, 2, 2, 2] as const;
const L50 = [3, 4, 6, 3] as const;
const L101 = [3, 4, 23, 3] as const;
const L152 = [3, 8, 36, 3] as const;
const L200 = [3, 24, 36, 3] as const;
const L269 = [3, 30, 48, 8] as const;

const NETWORKS: Networks<typeof options> = {
  resnet10t: { block: 'basic', layers: L10, ...T },
  resnet14t: { layers: L10, ...T },
  resnet18: { block: 'basic', layers: L26 },
  resnet18d: { block: 'basic', layers: L26, ...D },
  resnet26: { layers: L26 },
  resnet26d: { layers: L26, ...D },
  resnet26t: { layers: L26, ...T },
  resnet34: { block: 'basic', layers: L50 },
  resnet34d: { block: 'basic', layers: L50, ...D },
  resnet50: { layers: L50 },
  resnet50_gn: { layers: L50, normLayer: 'groupnorm' },
  resnet50c: { layers: L50, ...C },
  resnet50d: { layers: L50, ...D },
  resnet50s: { layers: L50, ...S },
  resnet50t: { layers: L50, ...T },
  resnet101: { layers: L101 },
  resnet101c: { layers: L101, ...C },
  resnet101d: { layers: L101, ...D },
  resnet101s: { layers: L101, ...S },
  resnet152: { layers: L152 },
  resnet152c: { layers: L152, ...C },
  resnet152d: { layers: L152, ...D },
  resnet152s: { layers: L152, ...S },
  resnet200: { layers: L200 },
  resnet200d: { layers: L200, ...D },
  resnext50_32x4d: { layers: L50, ...X32x4d },
  resnext50d_32x4d: { layers: L50, ...X32x4d, ...D },
  resnext101_32x4d: { layers: L101, ...X32x4d },
  resnext101_32x8d: { layers: L101, ...X32x8d },
  resnext101_32x16d: { layers: L101, cardinality: 32, baseWidth: 16 },
  resnext101_32x32d: { layers: L101, cardinality: 32, baseWidth: 32 },
  resnext101_64x4d: { layers: L101, ...X64x4d },
  wide_resnet50_2: { layers: L50, baseWidth: 128 },
  wide_resnet101_2: { layers: L101, baseWidth: 128 },
  seresnet18: { block: 'basic', layers: L26, ...SE },
  seresnet34: { block: 'basic', layers: L50, ...SE },
  seresnet50: { layers: L50, ...SE },
  seresnet50t: { layers: L50, ...T, ...SE },
  seresnet101: { layers: L101, ...SE },
  seresnet152: { layers: L152, ...SE },
  seresnet152d: { layers: L152, ...D, ...SE },
  seresnet200d: { layers: L200, ...D, ...SE },
  seresnet269d: { layers: L269, ...D, ...SE },
  seresnext26d_32x4d: { layers: L26, ...X32x4d, ...D, ...SE },
  seresnext26t_32x4d: { layers: L26, ...X32x4d, ...T, ...SE },
  seresnext50_32x4d: { layers: L50, ...X32x4d, ...SE },
  seresnext101_32x4d: { layers: L101, ...X32x4d, ...SE },
  seresnext101_32x8d: { layers: L101, ...X32x8d, ...SE },
  seresnext101_64x4d: { layers: L101, ...X64x4d, ...SE },
  seresnext101d_32x8d: { layers: L101, ...X32x8d, ...D, ...SE },
  senet154: { layers: L152, ...X64x4d, ...S, downKernelSize: 3, blockReduceFirst: 2, ...SE },
  ecaresnet26t: { layers: L26, ...T, ...ECA },
  ecaresnet50d: { layers: L50, ...D, ...ECA },
  ecaresnet50t: { layers: L50, ...T, ...ECA },
  ecaresnet101d: { layers: L101, ...D, ...ECA },
  ecaresnet200d: { layers: L200, ...D, ...ECA },
  ecaresnet269d: { layers: L269, ...D, ...ECA },
  ecaresnetlight: { layers: [1, 1, 11, 3], avgDown: true, ...ECA },
  ecaresnext26t_32x4d: { layers: L26, ...X32x4d, ...T, ...ECA },
  // The blocks are those of a 26, whatever the name says.
  ecaresnext50t_32x4d: { layers: L26, ...X32x4d, ...T, ...ECA },
  resnetrs50: { layers: L50, ...RS },
  resnetrs101: { layers: L101, ...RS },
  resnetrs152: { layers: L152, ...RS },
  resnetrs200: { layers: L200, ...RS },
  resnetrs270: { layers: [4, 29, 53, 4], ...RS },
  resnetrs350: { layers: [4, 36, 72, 4], ...RS },
  resnetrs420: { layers: [4, 44, 87, 4], ...RS },
};

/** timm's ResNet class and its networks. */
export const resnet = defineArchitecture({
  name: 'timm/ResNet',
  words: "timm's ResNet, ResNeXt and Wide ResNet, with SE or ECA, its own SENet-154, and ResNet-RS",
  options,
  variants: networksOf('timm', NETWORKS),
  open: ['numClasses', 'inChannels'],
  // timm's in_chans in camel case.
  aliases: { inChans: 'inChannels' },
  build: (values) => new ResNet(values),
});
