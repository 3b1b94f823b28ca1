import { buildModel, NAMED_DEPTHS } from '../../src/models/catalog.js';
import type { Module } from '../../src/nn/index.js';

/** The SE-ResNet of a named depth, for images of three channels and 1000 classes. */
export function namedModel(depth: number): Module {
  const stages = NAMED_DEPTHS.get(depth);
  if (stages === undefined) throw new Error(`depth ${String(depth)} has no name`);
  return buildModel({
    arch: 'se-resnet',
    ...stages,
    numClasses: 1000,
    reduction: 16,
    inChannels: 3,
  });
}
