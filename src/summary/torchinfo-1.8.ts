import type { Recording } from '../trace/recording.js';
import { totalFlops } from '../trace/spans.js';
import type { ModuleNode } from '../trace/tree.js';
import { outputAndGradientBytes, sum, totalsOf } from './count.js';
import { Descent } from './descent.js';
import { called, endOfRowsBelow, finishRows, type Row, uncalledCounted } from './rows.js';
import type { Summary } from './summary.js';

/** The summary of a pass by torchinfo 1.8.0's rules. */
export function summarise18(recording: Recording): Summary {
  const { nodes, inputShapes, calls } = recording;
  // A module that is in the tree twice is listed by its last place (apply_hooks).
  const places = new Map(nodes.map((node) => [node.moduleId, node]));
  const seen = new Set<number>();
  const rows: Row[] = [];
  calls.forEach((call, index) => {
    const node = places.get(call.moduleId);
    if (node === undefined) return;
    const row = called(call, index, node);
    row.isRecursive = seen.has(call.moduleId);
    seen.add(call.moduleId);
    rows.push(row);
  });
  addMissingContainers(rows, nodes, seen);
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
    nodes,
    totals: totalsOf(rows, inputShapes, {
      params: totalOf(leftovers),
      trainableParams: totalOf(trainableLeftovers),
      forwardBackwardBytes: sum(
        rows.filter((row) => row.isLeaf),
        outputAndGradientBytes,
      ),
      flops: totalFlops(recording),
    }),
  };
}

/**
 * Inserts the containers that were not called themselves, before the first row below them
 * (add_missing_container_layers, which iterates over the list while it grows). If others come between its
 * rows, a container is inserted once more, as the very same row: its number, and that it is repeated,
 * then change in both places.
 */
function addMissingContainers(rows: Row[], nodes: readonly ModuleNode[], seen: Set<number>): void {
  const containers = new Map<ModuleNode, Row>();
  const descent = new Descent(nodes);
  for (let index = 0; index < rows.length; index++) {
    const node = nodes[rows[index]?.node ?? -1];
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

/** The parameters of each row beyond those of the rows below it (LayerInfo.leftover_params). */
function leftoverParameters(
  rows: readonly Row[],
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
