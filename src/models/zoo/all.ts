import type { Architecture } from '../architecture.js';
import { resnet as torchvisionResNet } from './torchvision/resnet.js';

/** The architectures of the paper and of the zoos, for whoever needs them all at once. */
export const ZOO: readonly Architecture[] = [torchvisionResNet];
