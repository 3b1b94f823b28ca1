import { byteSize } from '../engine/shape.js';
import type { ModuleCall } from '../trace/trace.js';
import type { TreeNode } from '../trace/tree.js';
import { countMultAdds } from './count.js';
import { isLeaf, type Layer } from './summary.js';

/**
 * Zero, written so that V8 keeps it as a float, as it must keep the sums that grow from it: they pass
 * 31 bits, and then every row made before would be converted.
 */
const NO_SUM = -0;

/** A row while the list of rows is still being made. */
export type Draft = { -readonly [Key in keyof Layer]: Layer[Key] };

/** A row of a module that was not called, without its parameters. */
export function uncalled(node: TreeNode): Draft {
  return rowOf(node, null, 0, 0);
}

/** A row of a module that was not called, with its parameters. */
export function uncalledCounted(node: TreeNode): Draft {
  return rowOf(node, null, node.params, node.trainableParams);
}

/** A row of one call of the module at a place. */
export function called(call: ModuleCall, node: TreeNode): Draft {
  return rowOf(node, call, node.params, node.trainableParams);
}

function rowOf(
  node: TreeNode,
  call: ModuleCall | null,
  params: number,
  trainableParams: number,
): Draft {
  const outputShape = call?.outputShape ?? null;
  const isContainer = node.children.length > 0;
  const multAdds = isContainer || outputShape === null ? NO_SUM : countMultAdds(node, outputShape);
  const countsMultAdds = isContainer
    ? node.hasWeights && outputShape !== null && byteSize(outputShape) > 0
    : multAdds > 0;
  return {
    node,
    varName: node.name,
    depthIndex: null,
    inputShape: call?.inputShape ?? null,
    outputShape,
    params,
    trainableParams,
    leftoverParams: 0,
    multAdds,
    countsMultAdds,
    isRecursive: false,
  };
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
  /** The containers that the row is below, outermost first. */
  const holders: Draft[] = [];
  rows.forEach((row) => {
    const { depth } = row.node;
    row.depthIndex = counters[depth] = (counters[depth] ?? 0) + 1;
    while ((holders.at(-1)?.node.depth ?? -1) >= depth) holders.pop();
    if (!isLeaf(row)) holders.push(row);
    else if (row.multAdds > 0) for (const holder of holders) holder.multAdds += row.multAdds;
  });
}
