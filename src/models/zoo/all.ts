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
import { cbamresnet as pytorchcvCbamResNet } from './pytorchcv/cbamresnet.js';
import { preresnet as pytorchcvPreResNet } from './pytorchcv/preresnet.js';
import { preresnetCifar as pytorchcvCIFARPreResNet } from './pytorchcv/preresnet-cifar.js';
import { resnet as pytorchcvResNet } from './pytorchcv/resnet.js';
import { resnetCifar as pytorchcvCIFARResNet } from './pytorchcv/resnet-cifar.js';
import { resneta as pytorchcvResNetA } from './pytorchcv/resneta.js';
import { resnetd as pytorchcvResNetD } from './pytorchcv/resnetd.js';
import { resnext as pytorchcvResNeXt } from './pytorchcv/resnext.js';
import { resnextCifar as pytorchcvCIFARResNeXt } from './pytorchcv/resnext-cifar.js';
import { senet as pytorchcvSENet } from './pytorchcv/senet.js';
import { sepreresnet as pytorchcvSEPreResNet } from './pytorchcv/sepreresnet.js';
import { sepreresnetCifar as pytorchcvCIFARSEPreResNet } from './pytorchcv/sepreresnet-cifar.js';
import { seresnet as pytorchcvSEResNet } from './pytorchcv/seresnet.js';
import { seresnetCifar as pytorchcvCIFARSEResNet } from './pytorchcv/seresnet-cifar.js';
import { seresnext as pytorchcvSEResNeXt } from './pytorchcv/seresnext.js';
import { wrn as pytorchcvWRN } from './pytorchcv/wrn.js';
import { wrnCifar as pytorchcvCIFARWRN } from './pytorchcv/wrn-cifar.js';
import { resnet as timmResNet } from './timm/resnet.js';
import { senet as timmSENet } from './timm/senet.js';
import { resnet as torchvisionResNet } from './torchvision/resnet.js';

/** The architectures of the paper and of the zoos, for whoever needs them all at once. */
export const ZOO: readonly Architecture[] = [
  paperSENet,
  paperBNInception,
  torchvisionResNet,
  timmResNet,
  timmSENet,
  pytorchcvResNet,
  pytorchcvSEResNet,
  pytorchcvResNeXt,
  pytorchcvSEResNeXt,
  pytorchcvSENet,
  pytorchcvBNInception,
  pytorchcvCIFARResNet,
  pytorchcvCIFARSEResNet,
  pytorchcvCIFARResNeXt,
  pytorchcvCbamResNet,
  pytorchcvPreResNet,
  pytorchcvSEPreResNet,
  pytorchcvResNetA,
  pytorchcvResNetD,
  pytorchcvWRN,
  pytorchcvCIFARPreResNet,
  pytorchcvCIFARSEPreResNet,
  pytorchcvCIFARWRN,
  pretrainedmodelsSENet,
  bninception,
  pretrainedmodelsResNet,
  fbresnet,
  cafferesnet,
  resnext101of32,
  resnext101of64,
];
