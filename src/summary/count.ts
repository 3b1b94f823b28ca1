import { byteSize, elementCount, FLOAT32_BYTES, type Shape } from '../ops/shape.js';
import { tooLarge } from '../trace/recording.js';
import { isWeightOrBiasName, type ModuleNode } from '../trace/tree.js';
import type { Layer } from './summary.js';
import type { Totals } from './totals.js';

/**
 * The multiply-adds of one call of a module without children, for the whole batch (torchinfo's
 * LayerInfo.calculate_macs): a convolution's parameters each work once for every pixel of the
 * output, others once for every example. Operations without parameters count nothing.
 */
export function countMultAdds(node: ModuleNode, outputShape: Shape): number {
  const batch = outputShape[0] ?? 1;
  const isConv = node.type.includes('Conv');
  let multAdds = 0;
  node.ownParameters.forEach(({ name, params }) => {
    if (name === 'weight' || name === 'bias') {
      multAdds += params * batch * (isConv ? elementCount(outputShape, 2) : 1);
    } else if (isWeightOrBiasName(name)) {
      multAdds += params * elementCount(outputShape, 0, 2);
    }
  });
  return multAdds;
}

/** The bytes that a layer's output and its gradient take; layers without parameters count none. */
export function outputAndGradientBytes(layer: Pick<Layer, 'params' | 'outputShape'>): number {
  return layer.params > 0 && layer.outputShape !== null ? 2 * byteSize(layer.outputShape) : 0;
}

/** Adds up a number over rows. */
export function sum<T>(rows: readonly T[], value: (row: T) => number): number {
  return rows.reduce((total, row) => total + value(row), 0);
}

/**
 * The totals, from the parts that the releases of torchinfo count differently.
 * @throws ModelError if an input is so large that its numbers would not be exact.
 */
export function totalsOf(
  layers: readonly Pick<Layer, 'isLeaf' | 'isRecursive' | 'params' | 'multAdds'>[],
  inputShapes: readonly Shape[],
  parts: Pick<Totals, 'params' | 'trainableParams' | 'forwardBackwardBytes' | 'flops'>,
): Totals {
  const leaves = layers.filter(({ isLeaf }) => isLeaf);
  const inputBytes = sum(inputShapes, byteSize);
  const paramBytes = FLOAT32_BYTES * sum(leaves, (layer) => (layer.isRecursive ? 0 : layer.params));
  const totals = {
    params: parts.params,
    trainableParams: parts.trainableParams,
    nonTrainableParams: parts.params - parts.trainableParams,
    multAdds: sum(leaves, (layer) => layer.multAdds),
    flops: parts.flops,
    inputBytes,
    forwardBackwardBytes: parts.forwardBackwardBytes,
    paramBytes,
    totalBytes: inputBytes + parts.forwardBackwardBytes + paramBytes,
  };
  if (!Object.values(totals).every(Number.isSafeInteger)) {
    throw tooLarge(inputShapes);
  }
  return totals;
}
