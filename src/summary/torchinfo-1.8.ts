import type { Trace } from '../trace/trace.js';
import type { TreeNode } from '../trace/tree.js';
import { outputAndGradientBytes, sum, totalsOf } from './count.js';
import { Descent } from './descent.js';
import { called, type Draft, endOfRowsBelow, finishRows, uncalledCounted } from './rows.js';
import { isLeaf, type Summary } from './summary.js';

/** The summary of a pass by torchinfo 1.8.0's rules. */
export function summarise18({ nodes, inputShapes, calls }: Trace): Summary {
  // A module that stands in the tree twice goes by its last place (apply_hooks).
  const places = new Map(nodes.map((node) => [node.moduleId, node]));
  const seen = new Set<number>();
  const rows: Draft[] = [];
  for (const call of calls) {
    const node = places.get(call.moduleId);
    if (node === undefined) continue;
    const row = called(call, node);
    row.isRecursive = seen.has(call.moduleId);
    seen.add(call.moduleId);
    rows.push(row);
  }
  addMissingContainers(rows, seen);
  finishRows(rows);
  const leftovers = leftoverParameters(rows, 'params');
  const trainableLeftovers = leftoverParameters(rows, 'trainableParams');
  rows.forEach((row, index) => (row.leftoverParams = leftovers[index] ?? 0));

  const totalOf = (parameters: readonly number[]): number =>
    parameters.reduce(
      (total, own, index) => (rows[index]?.isRecursive === true ? total : total + Math.max(own, 0)),
      0,
    );
  return {
    torchinfo: '1.8',
    modelName: nodes[0]?.type ?? '',
    inputShapes,
    layers: rows,
    totals: totalsOf(rows, inputShapes, {
      params: totalOf(leftovers),
      trainableParams: totalOf(trainableLeftovers),
      forwardBackwardBytes: sum(rows.filter(isLeaf), outputAndGradientBytes),
    }),
  };
}

/**
 * Puts in the containers that were not called themselves, before the first row below them
 * (add_missing_container_layers, which goes on over the list while it grows). Where others come
 * between its rows a container is put in once more, as the very same row: what then changes in it
 * (its number, and that it is repeated) changes above as well.
 */
function addMissingContainers(rows: Draft[], seen: Set<number>): void {
  const containers = new Map<TreeNode, Draft>();
  const descent = new Descent();
  for (let index = 0; index < rows.length; index++) {
    const node = rows[index]?.node;
    if (node === undefined) break;
    descent.enter(node).forEach((holder, offset) => {
      const row = containers.get(holder) ?? uncalledCounted(holder);
      containers.set(holder, row);
      row.isRecursive = seen.has(holder.moduleId);
      seen.add(holder.moduleId);
      rows.splice(index + offset, 0, row);
    });
  }
}

/** What each row has beyond the rows below it; a leaf has all of its own (LayerInfo.leftover_params). */
function leftoverParameters(
  rows: readonly Draft[],
  count: 'params' | 'trainableParams',
): readonly number[] {
  const leftovers = rows.map((row) => row[count]);
  // From the end, so that the rows below a row are known before it.
  for (let index = rows.length - 1; index >= 0; index--) {
    const end = endOfRowsBelow(rows, index);
    let accounted = 0;
    for (let below = index + 1; below < end; below++) {
      if (rows[below]?.isRecursive === false) accounted += leftovers[below] ?? 0;
    }
    leftovers[index] = (leftovers[index] ?? 0) - accounted;
  }
  return leftovers;
}
