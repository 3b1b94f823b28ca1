import { elementCount } from '../engine/shape.js';
import type { TreeParameter } from '../trace/tree.js';
import { isLeaf, type Layer } from './summary.js';

/**
 * The floating-point operations of one call of a convolution or a linear layer, for the whole batch:
 * a multiplication and an addition for each element of the weight at each position of the output.
 * The bias is not counted, nor is any other kind of layer.
 */
export function flopsOf(layer: Pick<Layer, 'node' | 'outputShape'>): number {
  const { node, outputShape } = layer;
  if (!node.isMatrixProduct || !isLeaf(layer) || outputShape === null) return 0;
  const weight = node.ownParameters.find(isWeight);
  // The weight is [out, ...]: each of its rows gives one channel, or feature, of the output.
  const channels = weight?.shape[0] ?? 1;
  return 2 * ((weight?.params ?? 0) / channels) * elementCount(outputShape);
}

function isWeight({ name }: TreeParameter): boolean {
  return name === 'weight';
}
