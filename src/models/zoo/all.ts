import type { Architecture } from '../architecture.js';
import { bninception as paperBNInception } from '../paper/bn-inception.js';
import { senet as paperSENet } from '../paper/senet.js';
import { bninception } from './pretrainedmodels/bninception.js';
import { cafferesnet } from './pretrainedmodels/cafferesnet.js';
import { fbresnet } from './pretrainedmodels/fbresnet.js';
import { resnet as pretrainedmodelsResNet } from './pretrainedmodels/resnet.js';
import { resnext101of32, resnext101of64 } from './pretrainedmodels/resnext.js';
import { senet as pretrainedmodelsSENet } from './pretrainedmodels/senet.js';
import { bninception as pytorchcvBNInception } from './pytorchcv/bninception.js';
import { resnetCifar as pytorchcvCIFARResNet } from './pytorchcv/resnet-cifar.js';
import { resnet as pytorchcvResNet } from './pytorchcv/resnet.js';
import { resnextCifar as pytorchcvCIFARResNeXt } from './pytorchcv/resnext-cifar.js';
import { resnext as pytorchcvResNeXt } from './pytorchcv/resnext.js';
import { senet as pytorchcvSENet } from './pytorchcv/senet.js';
import { seresnetCifar as pytorchcvCIFARSEResNet } from './pytorchcv/seresnet-cifar.js';
import { seresnet as pytorchcvSEResNet } from './pytorchcv/seresnet.js';
import { seresnext as pytorchcvSEResNeXt } from './pytorchcv/seresnext.js';
import { resnet as torchvisionResNet } from './torchvision/resnet.js';

/** The architectures of the paper and of the zoos, for whoever needs them all at once. */
export const ZOO: readonly Architecture[] = [
  paperSENet,
  paperBNInception,
  torchvisionResNet,
  pretrainedmodelsSENet,
  bninception,
  pretrainedmodelsResNet,
  fbresnet,
  cafferesnet,
  resnext101of32,
  resnext101of64,
  torchvisionResNet,
  pytorchcvResNet,
  pytorchcvSEResNet,
  pytorchcvResNeXt,
  pytorchcvSEResNeXt,
  pytorchcvSENet,
  pytorchcvBNInception,
  pytorchcvCIFARResNet,
  pytorchcvCIFARSEResNet,
  pytorchcvCIFARResNeXt,
];
