import { byteSize, type Shape } from '../ops/shape.js';
import type { ModuleCall } from '../trace/recording.js';
import type { ModuleNode } from '../trace/tree.js';
import { countMultAdds } from './count.js';
import type { Layer } from './summary.js';

/**
 * Zero, written so that V8 keeps it as a float, as it must keep the sums that grow from it: they pass
 * 31 bits, and then every row made before would be converted.
 */
const NO_SUM = -0;

/** A row while the list of rows is still being made. */
export type Row = { -readonly [Key in keyof Layer]: Layer[Key] };

/** A row of a module that was not called, without its parameters. */
export function uncalled(node: ModuleNode): Row {
  return rowOf(node, null, null, 0, 0);
}

/** A row of a module that was not called, with its parameters. */
export function uncalledCounted(node: ModuleNode): Row {
  return rowOf(node, null, null, node.params, node.trainableParams);
}

/**
 * A row of one call of the module at a place.
 * @param index the call's among those of the recording
 */
export function called(call: ModuleCall, index: number, node: ModuleNode): Row {
  return rowOf(node, call, index, node.params, node.trainableParams);
}

function rowOf(
  node: ModuleNode,
  call: ModuleCall | null,
  index: number | null,
  params: number,
  trainableParams: number,
): Row {
  const { isLeaf } = node;
  const outputShape = call === null ? null : shownOutput(call);
  const multAdds = !isLeaf || outputShape === null ? NO_SUM : countMultAdds(node, outputShape);
  const countsMultAdds = isLeaf
    ? multAdds > 0
    : node.hasWeights && outputShape !== null && byteSize(outputShape) > 0;
  return {
    path: node.path,
    node: node.index,
    type: node.type,
    varName: node.name,
    depth: node.depth,
    depthIndex: null,
    isLeaf,
    inputShape: call?.inputShapes[0] ?? null,
    outputShape,
    kernelSize: node.kernelSize,
    groups: node.groups,
    params,
    trainableParams,
    leftoverParams: 0,
    trains: trainsOf(node),
    multAdds,
    countsMultAdds,
    call: index,
    isRecursive: false,
  };
}

/** The output's shape that torchinfo shows: of a list its first, of a dict its last (LayerInfo.calculate_size). */
function shownOutput({ outputShapes, outputForm }: ModuleCall): Shape {
  return outputShapes[outputForm === 'object' ? outputShapes.length - 1 : 0] ?? [];
}

function trainsOf({ params, trainableParams }: ModuleNode): Layer['trains'] {
  if (params === 0) return null;
  if (trainableParams === 0) return 'none';
  return trainableParams === params ? 'all' : 'some';
}

/** For each row, the end of the rows below it: the first that is not deeper (torchinfo's get_children_layers). */
export function endsOfRowsBelow(rows: readonly Row[]): readonly number[] {
  const ends = rows.map((_, index) => index + 1);
  // From the end, so that the rows below a row that is below are passed over at once.
  for (let index = rows.length - 1; index >= 0; index--) {
    const depth = rows[index]?.depth ?? 0;
    let end = index + 1;
    while ((rows[end]?.depth ?? -1) > depth) end = ends[end] ?? rows.length;
    ends[index] = end;
  }
  return ends;
}

/** Numbers the rows of each depth, and adds up the multiply-adds of the leaves below each container. */
export function finishRows(rows: readonly Row[]): void {
  const counters: number[] = [];
  /** The containers that the row is below, outermost first. */
  const holders: Row[] = [];
  rows.forEach((row) => {
    const { depth } = row;
    row.depthIndex = counters[depth] = (counters[depth] ?? 0) + 1;
    // From here on NO_SUM is a zero like any other.
    row.multAdds += 0;
    while ((holders.at(-1)?.depth ?? -1) >= depth) holders.pop();
    if (!row.isLeaf) holders.push(row);
    else if (row.multAdds > 0) for (const holder of holders) holder.multAdds += row.multAdds;
  });
}
