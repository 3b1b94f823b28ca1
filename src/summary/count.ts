import { byteSize, elementCount, FLOAT32_BYTES, formatShape, type Shape } from '../engine/shape.js';
import { ModelError } from '../errors.js';
import { speaksOfWeight, type TreeNode } from '../trace/tree.js';
import { flopsOf } from './flops.js';
import { isLeaf, type Layer, type Totals } from './summary.js';

/**
 * The multiply-adds of one call of a module without children, for the whole batch (torchinfo's
 * LayerInfo.calculate_macs): a convolution's parameters each work once for every pixel of the
 * output, others once for every example. Operations without parameters count nothing.
 */
export function countMultAdds(node: TreeNode, outputShape: Shape): number {
  const batch = outputShape[0] ?? 1;
  const isConv = node.type.includes('Conv');
  let multAdds = 0;
  node.ownParameters.forEach(({ name, params }) => {
    if (name === 'weight' || name === 'bias') {
      multAdds += params * batch * (isConv ? elementCount(outputShape, 2) : 1);
    } else if (speaksOfWeight(name)) {
      multAdds += params * elementCount(outputShape, 0, 2);
    }
  });
  return multAdds;
}

/** The bytes that a layer's output and its gradient take; layers without parameters count none. */
export function outputAndGradientBytes(layer: Layer): number {
  return layer.params > 0 && layer.outputShape !== null ? 2 * byteSize(layer.outputShape) : 0;
}

/** Adds up a number over rows. */
export function sum<T>(rows: readonly T[], value: (row: T) => number): number {
  return rows.reduce((total, row) => total + value(row), 0);
}

/**
 * The totals, from the parts that the releases of torchinfo count differently.
 * @throws ModelError where an input is so large that its numbers could not be told exactly.
 */
export function totalsOf(
  layers: readonly Layer[],
  inputShapes: readonly Shape[],
  parts: Pick<Totals, 'params' | 'trainableParams' | 'forwardBackwardBytes'>,
): Totals {
  const leaves = layers.filter(isLeaf);
  const inputBytes = sum(inputShapes, byteSize);
  const paramBytes = FLOAT32_BYTES * sum(leaves, (layer) => (layer.isRecursive ? 0 : layer.params));
  const totals = {
    params: parts.params,
    trainableParams: parts.trainableParams,
    nonTrainableParams: parts.params - parts.trainableParams,
    multAdds: sum(leaves, (layer) => layer.multAdds),
    flops: sum(leaves, flopsOf),
    inputBytes,
    forwardBackwardBytes: parts.forwardBackwardBytes,
    paramBytes,
    totalBytes: inputBytes + parts.forwardBackwardBytes + paramBytes,
  };
  if (!Object.values(totals).every(Number.isSafeInteger)) {
    throw new ModelError(
      `an input of ${inputShapes.map(formatShape).join(' and ')} is too large: its mult-adds or ` +
        'bytes pass 2^53, beyond which they cannot be counted exactly',
    );
  }
  return totals;
}
