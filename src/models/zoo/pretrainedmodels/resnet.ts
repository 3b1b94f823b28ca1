import type { AnyModule } from '../../../nn/index.js';
import { defineArchitecture } from '../../architecture.js';
import { type Networks, networksOf } from '../networks.js';
import {
  options as torchvisionOptions,
  ResNet as TorchvisionResNet,
} from '../torchvision/resnet.js';

/*
 * pretrainedmodels 0.7.4's models/torchvision_models.py: torchvision's ResNet, whose classifier it calls
 * last_linear.
 */

/** [N, C, H, W] → [N, numClasses] */
class ResNet extends TorchvisionResNet {
  static override readonly className = 'ResNet';

  override children(): [name: string, child: AnyModule][] {
    return super.children().map(([name, child]) => [name === 'fc' ? 'last_linear' : name, child]);
  }
}

const { block, layers, numClasses, inChannels } = torchvisionOptions;
const options = { block, layers, numClasses, inChannels };

const NETWORKS: Networks<typeof options> = {
  resnet18: { block: 'basic', layers: [2, 2, 2, 2] },
  resnet34: { block: 'basic', layers: [3, 4, 6, 3] },
  resnet50: { layers: [3, 4, 6, 3] },
  resnet101: { layers: [3, 4, 23, 3] },
  resnet152: { layers: [3, 8, 36, 3] },
};

/** pretrainedmodels' ResNet and its networks. */
export const resnet = defineArchitecture({
  name: 'pretrainedmodels/ResNet',
  words: "pretrainedmodels' ResNet, which is torchvision's",
  options,
  variants: networksOf('pretrainedmodels', NETWORKS),
  open: ['numClasses', 'inChannels'],
  build: (values) => new ResNet({ ...values, groups: 1, widthPerGroup: 64 }),
});
