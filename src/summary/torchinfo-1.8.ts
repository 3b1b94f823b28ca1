import type { Recording } from '../trace/recording.js';
import { totalFlops } from '../trace/spans.js';
import type { ModuleNode } from '../trace/tree.js';
import { outputAndGradientBytes, sum, totalsOf } from './count.js';
import { Descent } from './descent.js';
import { called, endsOfRowsBelow, finishRows, type Row, uncalledCounted } from './rows.js';
import type { Summary } from './summary.js';

/** The summary of a pass by torchinfo 1.8.0's rules. */
export function summarise18(recording: Recording): Summary {
  const { nodes, inputShapes, calls } = recording;
  // A module that is in the tree twice is listed by its last place (apply_hooks).
  const places = new Map(nodes.map((node) => [node.moduleId, node]));
  const seen = new Set<number>();
  const listed: Row[] = [];
  calls.forEach((call, index) => {
    const node = places.get(call.moduleId);
    if (node === undefined) return;
    const row = called(call, index, node);
    row.isRecursive = seen.has(call.moduleId);
    seen.add(call.moduleId);
    listed.push(row);
  });
  const rows = withContainers(listed, nodes, seen);
  finishRows(rows);
  const ends = endsOfRowsBelow(rows);
  const leftovers = leftoverParameters(rows, ends, 'params');
  const trainableLeftovers = leftoverParameters(rows, ends, 'trainableParams');
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
 * The rows with those of the containers that were not called themselves, before the first row below them
 * (add_missing_container_layers). If others come between its rows, a container is there once more, as the
 * very same row: its number, and that it is repeated, then change in both places.
 */
function withContainers(
  listed: readonly Row[],
  nodes: readonly ModuleNode[],
  seen: Set<number>,
): Row[] {
  const containers = new Map<ModuleNode, Row>();
  const descent = new Descent(nodes);
  const rows: Row[] = [];
  for (const row of listed) {
    const node = nodes[row.node];
    if (node === undefined) break;
    for (const holder of descent.enter(node)) {
      const container = containers.get(holder) ?? uncalledCounted(holder);
      containers.set(holder, container);
      container.isRecursive = seen.has(holder.moduleId);
      seen.add(holder.moduleId);
      rows.push(container);
    }
    rows.push(row);
  }
  return rows;
}

/** The parameters of each row beyond those of the rows below it (LayerInfo.leftover_params). */
function leftoverParameters(
  rows: readonly Row[],
  ends: readonly number[],
  count: 'params' | 'trainableParams',
): readonly number[] {
  const leftovers = rows.map((row) => row[count]);
  /** Of the rows from each on, those that count, added up. */
  const sums = new Float64Array(rows.length + 1);
  // From the end, so that the rows below a row are known before it.
  for (let index = rows.length - 1; index >= 0; index--) {
    const below = (sums[index + 1] ?? 0) - (sums[ends[index] ?? 0] ?? 0);
    const leftover = (leftovers[index] ?? 0) - below;
    leftovers[index] = leftover;
    const counts = rows[index]?.isRecursive === false;
    sums[index] = (sums[index + 1] ?? 0) + (counts ? leftover : 0);
  }
  return leftovers;
}
