import type { Recording } from '../trace/recording.js';
import { totalFlops } from '../trace/spans.js';
import type { ModuleNode } from '../trace/tree.js';
import { outputAndGradientBytes, sum, totalsOf } from './count.js';
import { called, finishRows, type Row, uncalled, uncalledCounted } from './rows.js';
import { insertions } from './sequence-matcher.js';
import type { Summary } from './summary.js';

/** The summary of a pass by torchinfo 1.6.6's rules: the model itself is not traced. */
export function summarise16(recording: Recording): Summary {
  const { nodes, inputShapes, calls } = recording;
  const modelName = nodes[0]?.type ?? '';
  const places = hookedPlaces(nodes);
  const seen = new Set<number>();
  const listed: Row[] = [];
  calls.forEach((call, index) => {
    const node = places[call.moduleId];
    if (node === undefined) return;
    const row = called(call, index, node);
    markRepeated(row, node, seen);
    listed.push(row);
  });
  if (listed[0]?.varName !== modelName) {
    listed.unshift(...nodes.slice(0, 1).map((model) => ({ ...uncalled(model), varName: '' })));
  }
  const rows = withMissingLayers(listed, nodes, seen);
  finishRows(rows);

  const counted = rows.filter((row) => row.isLeaf && !row.isRecursive);
  return {
    torchinfo: '1.6',
    modelName,
    inputShapes,
    layers: rows,
    nodes,
    totals: totalsOf(rows, inputShapes, {
      params: sum(counted, (row) => row.params),
      trainableParams: sum(counted, (row) => row.trainableParams),
      forwardBackwardBytes: sum(counted, outputAndGradientBytes),
      flops: totalFlops(recording),
    }),
  };
}

/**
 * The place of each module that is hooked: its first. The model is hooked only if it has no modules below
 * it (apply_hooks).
 */
function hookedPlaces(nodes: readonly ModuleNode[]): readonly (ModuleNode | undefined)[] {
  const places = Array.from<ModuleNode | undefined>({ length: nodes.length });
  nodes.forEach((node) => {
    if (node.depth > 0 || !node.hasChildren) places[node.moduleId] ??= node;
  });
  return places;
}

/** Modules without parameters are never marked as repeated (LayerInfo.check_recursive). */
function markRepeated(row: Row, { moduleId }: ModuleNode, seen: Set<number>): void {
  row.isRecursive = row.params > 0 && seen.has(moduleId);
  seen.add(moduleId);
}

/**
 * The rows with those of modules that were never called, if one of their classes is not among the rows
 * yet: the places are those that difflib finds by comparing the two lists of class names
 * (add_missing_layers).
 */
function withMissingLayers(
  listed: readonly Row[],
  nodes: readonly ModuleNode[],
  seen: Set<number>,
): readonly Row[] {
  const present = listed.map((row) => row.type);
  const known = new Set(present);
  if (nodes.every((node) => known.has(node.type))) return listed;
  const expected = nodes.map((node) => node.type);
  const rows: Row[] = [];
  let next = 0;
  for (const [start, end] of insertions(present, expected)) {
    // The row before which they go has the number that it has once they are there.
    const before = listed.slice(next, next + Math.max(start - rows.length, 0));
    for (const row of before) rows.push(row);
    next += before.length;
    for (const node of nodes.slice(start, end)) {
      const row = uncalledCounted(node);
      markRepeated(row, node, seen);
      rows.push(row);
    }
  }
  return rows.concat(listed.slice(next));
}
