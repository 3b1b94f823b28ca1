import type { Architecture } from '../architecture.js';

/**
 * How the architectures of the paper and of the zoos are loaded, each by its name, so that a command loads
 * the file of the one that it was asked for: a new one is one file, one line here and one in all.ts.
 */
export const LOADERS: Readonly<Record<string, () => Promise<Architecture>>> = {
  'torchvision/ResNet': async () => (await import('./torchvision/resnet.js')).resnet,
};
