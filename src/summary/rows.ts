import { byteSize } from '../engine/shape.js';
import type { ModuleCall } from '../trace/trace.js';
import type { TreeNode } from '../trace/tree.js';
import { countMultAdds } from './count.js';
import { isLeaf, type Layer } from './summary.js';

/** A row while the list of rows is still being made. */
export type Draft = { -readonly [Key in keyof Layer]: Layer[Key] };

/** A row of a module that was not called, without its parameters. */
export function uncalled(node: TreeNode): Draft {
  return {
    node,
    varName: node.name,
    depthIndex: null,
    inputShape: null,
    outputShape: null,
    params: 0,
    trainableParams: 0,
    leftoverParams: 0,
    multAdds: 0,
    countsMultAdds: false,
    isRecursive: false,
  };
}

/** A row of a module that was not called, with its parameters. */
export function uncalledCounted(node: TreeNode): Draft {
  const row = uncalled(node);
  row.params = node.params;
  row.trainableParams = node.trainableParams;
  return row;
}

/** A row of one call of the module at a place. */
export function called({ inputShape, outputShape }: ModuleCall, node: TreeNode): Draft {
  const row = uncalledCounted(node);
  row.inputShape = inputShape;
  row.outputShape = outputShape;
  if (isLeaf(row)) row.multAdds = countMultAdds(node, outputShape);
  row.countsMultAdds = isLeaf(row)
    ? row.multAdds > 0
    : node.hasWeights && byteSize(outputShape) > 0;
  return row;
}

/** Where the rows below a row end: at the first that is not deeper (torchinfo's get_children_layers). */
export function endOfRowsBelow(rows: readonly Layer[], index: number): number {
  const depth = rows[index]?.node.depth ?? 0;
  let end = index + 1;
  while ((rows[end]?.node.depth ?? -1) > depth) end++;
  return end;
}

/** Numbers the rows of each depth, and adds up the multiply-adds of the leaves below each container. */
export function finishRows(rows: readonly Draft[]): void {
  const counters: number[] = [];
  rows.forEach((row, index) => {
    const place = (counters[row.node.depth] ?? 0) + 1;
    counters[row.node.depth] = place;
    row.depthIndex = place;
    if (isLeaf(row)) return;
    const end = endOfRowsBelow(rows, index);
    for (let below = index + 1; below < end; below++) {
      const other = rows[below];
      if (other !== undefined && isLeaf(other)) row.multAdds += other.multAdds;
    }
  });
}
