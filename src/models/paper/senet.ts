import { defineArchitecture } from '../architecture.js';
import type { ValuesOf } from '../option.js';
import { type Networks, networksOf } from '../zoo/networks.js';
import {
  type BlockDesign,
  SEBottleneck,
  SENet,
  SEResNetBottleneck,
  SEResNeXtBottleneck,
} from '../zoo/pretrainedmodels/senet.js';
import { attentionRestriction, residualOptions } from './options.js';

/*
 * The residual networks of the paper (Hu et al. 2017, arXiv:1709.01507) as its authors released them for Caffe, and
 * the same without SE. Modules have the names of pretrainedmodels' classes, into which the authors' weights were
 * converted.
 */

type Values = ValuesOf<typeof residualOptions>;

const NETWORKS: Networks<typeof residualOptions> = {
  'se-resnet-50': { blocks: [3, 4, 6, 3] },
  'se-resnet-101': { blocks: [3, 4, 23, 3] },
  'se-resnet-152': { blocks: [3, 8, 36, 3] },
  'se-resnext-50': { strideIn: '3x3', groups: 32, widthPerGroup: 4, blocks: [3, 4, 6, 3] },
  'se-resnext-101': { strideIn: '3x3', groups: 32, widthPerGroup: 4, blocks: [3, 4, 23, 3] },
  'senet-154': {
    stem: 'deep',
    strideIn: '3x3',
    groups: 64,
    widthPerGroup: 4,
    reduceFirst: 2,
    downsample: 'conv3x3',
    dropout: true,
    blocks: [3, 8, 36, 3],
  },
  'resnet-50': { attention: 'none', blocks: [3, 4, 6, 3] },
  'resnet-101': { attention: 'none', blocks: [3, 4, 23, 3] },
  'resnet-152': { attention: 'none', blocks: [3, 8, 36, 3] },
  'resnext-50': {
    attention: 'none',
    strideIn: '3x3',
    groups: 32,
    widthPerGroup: 4,
    blocks: [3, 4, 6, 3],
  },
  'resnext-101': {
    attention: 'none',
    strideIn: '3x3',
    groups: 32,
    widthPerGroup: 4,
    blocks: [3, 4, 23, 3],
  },
};

/** The block that a description amounts to. */
function designOf({ strideIn, groups, widthPerGroup, reduceFirst }: Values): BlockDesign {
  const block = strideIn === '1x1' ? SEResNetBottleneck : SEResNeXtBottleneck;
  return {
    block: reduceFirst > 1 ? SEBottleneck : block,
    strideIn: strideIn === '1x1' ? 'conv1' : 'conv2',
    widths: (planes) => {
      const width = Math.floor((planes * widthPerGroup) / 64) * groups;
      return [Math.floor(width / reduceFirst), width];
    },
  };
}

/** The paper's residual networks. */
export const senet = defineArchitecture({
  name: 'paper/SENet',
  words: "the paper's SE-ResNet, SE-ResNeXt and SENet-154, and their networks without SE",
  options: residualOptions,
  restrictions: [attentionRestriction],
  variants: networksOf('paper', NETWORKS),
  open: ['numClasses', 'inChannels'],
  build: (values) =>
    new SENet({
      design: designOf(values),
      layers: values.blocks,
      groups: values.groups,
      reduction: values.reduction,
      dropout: values.dropout,
      inplanes: values.stem === 'deep' ? 128 : 64,
      input3x3: values.stem === 'deep',
      downsampleKernelSize: values.downsample === 'conv3x3' ? 3 : 1,
      downsamplePadding: values.downsample === 'conv3x3' ? 1 : 0,
      numClasses: values.numClasses,
      inChannels: values.inChannels,
    }),
});
