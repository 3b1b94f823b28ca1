import type { Trace } from '../trace/trace.js';
import type { TreeNode } from '../trace/tree.js';
import { outputAndGradientBytes, sum, totalsOf } from './count.js';
import { called, type Draft, finishRows, uncalled, uncalledCounted } from './rows.js';
import { insertions } from './sequence-matcher.js';
import { isLeaf, type Summary } from './summary.js';

/** The summary of a pass by torchinfo 1.6.6's rules: the model itself is not traced. */
export function summarise16({ nodes, inputShapes, calls }: Trace): Summary {
  const modelName = nodes[0]?.type ?? '';
  const places = hookedPlaces(nodes);
  const seen = new Set<number>();
  const rows: Draft[] = [];
  calls.forEach((call) => {
    const node = places[call.moduleId];
    if (node === undefined) return;
    const row = called(call, node);
    markRepeated(row, seen);
    rows.push(row);
  });
  if (rows[0]?.varName !== modelName) {
    rows.unshift(...nodes.slice(0, 1).map((model) => ({ ...uncalled(model), varName: '' })));
  }
  addMissingLayers(rows, nodes, seen);
  finishRows(rows);

  const counted = rows.filter((row) => isLeaf(row) && !row.isRecursive);
  return {
    torchinfo: '1.6',
    modelName,
    inputShapes,
    layers: rows,
    totals: totalsOf(rows, inputShapes, {
      params: sum(counted, (row) => row.params),
      trainableParams: sum(counted, (row) => row.trainableParams),
      forwardBackwardBytes: sum(counted, outputAndGradientBytes),
    }),
  };
}

/**
 * The place by which each module goes that is hooked: its first. The model is hooked only where it
 * has no modules below it (apply_hooks).
 */
function hookedPlaces(nodes: readonly TreeNode[]): readonly (TreeNode | undefined)[] {
  const places = Array.from<TreeNode | undefined>({ length: nodes.length });
  nodes.forEach((node) => {
    if (node.parent !== null || node.children.length === 0) places[node.moduleId] ??= node;
  });
  return places;
}

/** Modules without parameters are never marked as repeated (LayerInfo.check_recursive). */
function markRepeated(row: Draft, seen: Set<number>): void {
  row.isRecursive = row.params > 0 && seen.has(row.node.moduleId);
  seen.add(row.node.moduleId);
}

/**
 * Puts in modules that were never called, where some class of theirs is not among the rows yet: the
 * places are those that difflib finds by comparing the two lists of class names (add_missing_layers).
 */
function addMissingLayers(rows: Draft[], nodes: readonly TreeNode[], seen: Set<number>): void {
  const present = rows.map((row) => row.node.type);
  const known = new Set(present);
  if (nodes.every((node) => known.has(node.type))) return;
  const expected = nodes.map((node) => node.type);
  for (const [start, end] of insertions(present, expected)) {
    nodes.slice(start, end).forEach((node, offset) => {
      const row = uncalledCounted(node);
      markRepeated(row, seen);
      rows.splice(start + offset, 0, row);
    });
  }
}
