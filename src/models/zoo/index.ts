import type { Architecture } from '../architecture.js';

/**
 * How the architectures of the paper and of the zoos are loaded, each by its name, so that a command loads
 * the file of the one that it was asked for: a new one is one file, one line here and one in all.ts.
 */
export const LOADERS: Readonly<Record<string, () => Promise<Architecture>>> = {
  'paper/SENet': async () => (await import('../paper/senet.js')).senet,
  'paper/BNInception': async () => (await import('../paper/bn-inception.js')).bninception,
  'torchvision/ResNet': async () => (await import('./torchvision/resnet.js')).resnet,
  'pretrainedmodels/SENet': async () => (await import('./pretrainedmodels/senet.js')).senet,
  'pretrainedmodels/BNInception': async () =>
    (await import('./pretrainedmodels/bninception.js')).bninception,
  'pretrainedmodels/ResNet': async () => (await import('./pretrainedmodels/resnet.js')).resnet,
  'pretrainedmodels/FBResNet': async () =>
    (await import('./pretrainedmodels/fbresnet.js')).fbresnet,
  'pretrainedmodels/CaffeResNet': async () =>
    (await import('./pretrainedmodels/cafferesnet.js')).cafferesnet,
  'pretrainedmodels/ResNeXt101_32x4d': async () =>
    (await import('./pretrainedmodels/resnext.js')).resnext101of32,
  'pretrainedmodels/ResNeXt101_64x4d': async () =>
    (await import('./pretrainedmodels/resnext.js')).resnext101of64,
  'pytorchcv/ResNet': async () => (await import('./pytorchcv/resnet.js')).resnet,
  'pytorchcv/SEResNet': async () => (await import('./pytorchcv/seresnet.js')).seresnet,
  'pytorchcv/ResNeXt': async () => (await import('./pytorchcv/resnext.js')).resnext,
  'pytorchcv/SEResNeXt': async () => (await import('./pytorchcv/seresnext.js')).seresnext,
  'pytorchcv/SENet': async () => (await import('./pytorchcv/senet.js')).senet,
  'pytorchcv/BNInception': async () => (await import('./pytorchcv/bninception.js')).bninception,
  'pytorchcv/CIFARResNet': async () => (await import('./pytorchcv/resnet-cifar.js')).resnetCifar,
  'pytorchcv/CIFARSEResNet': async () =>
    (await import('./pytorchcv/seresnet-cifar.js')).seresnetCifar,
  'pytorchcv/CIFARResNeXt': async () => (await import('./pytorchcv/resnext-cifar.js')).resnextCifar,
  'pytorchcv/CbamResNet': async () => (await import('./pytorchcv/cbamresnet.js')).cbamresnet,
  'pytorchcv/PreResNet': async () => (await import('./pytorchcv/preresnet.js')).preresnet,
  'pytorchcv/SEPreResNet': async () => (await import('./pytorchcv/sepreresnet.js')).sepreresnet,
  'pytorchcv/ResNetA': async () => (await import('./pytorchcv/resneta.js')).resneta,
  'pytorchcv/ResNetD': async () => (await import('./pytorchcv/resnetd.js')).resnetd,
  'pytorchcv/WRN': async () => (await import('./pytorchcv/wrn.js')).wrn,
  'pytorchcv/CIFARPreResNet': async () =>
    (await import('./pytorchcv/preresnet-cifar.js')).preresnetCifar,
  'pytorchcv/CIFARSEPreResNet': async () =>
    (await import('./pytorchcv/sepreresnet-cifar.js')).sepreresnetCifar,
  'pytorchcv/CIFARWRN': async () => (await import('./pytorchcv/wrn-cifar.js')).wrnCifar,
  'timm/ResNet': async () => (await import('./timm/resnet.js')).resnet,
  'timm/SENet': async () => (await import('./timm/senet.js')).senet,
};
