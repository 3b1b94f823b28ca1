import type { Shape } from '../engine/shape.js';
import type { TreeNode } from '../trace/tree.js';

/** The torchinfo releases whose rules can be asked for: 1.6 stands for 1.6.6, 1.8 for 1.8.0. */
export const TORCHINFO_RELEASES = ['1.6', '1.8'] as const;

export type TorchinfoRelease = (typeof TORCHINFO_RELEASES)[number];

/** One call of a module, or a module that was not called itself though others below it were. */
export interface Layer {
  /** The module's place in the model. */
  readonly node: TreeNode;
  /** The name that is printed; 1.6 has none for the model. */
  readonly varName: string;
  /** Its place among the layers of the same depth, from 1; null in rows that torchinfo does not number. */
  readonly depthIndex: number | null;
  /** The first input's shape; null where the module was not called. */
  readonly inputShape: Shape | null;
  readonly outputShape: Shape | null;
  /** Elements of the parameters at or under the module; 0 in rows for which torchinfo counts none. */
  readonly params: number;
  readonly trainableParams: number;
  /** Of {@link params}, those that no row below accounts for. */
  readonly leftoverParams: number;
  /** Multiply-adds of the call, or of the leaves below it where the module has children. */
  readonly multAdds: number;
  /** Whether torchinfo counts multiply-adds for the call itself: it was made, and has weights. */
  readonly countsMultAdds: boolean;
  /** Whether an earlier row stands for the same module, so that its parameters are counted there. */
  readonly isRecursive: boolean;
}

/** What the lines below the table say. Sizes are bytes, multAdds multiply-adds of the whole batch. */
export interface Totals {
  readonly params: number;
  readonly trainableParams: number;
  readonly nonTrainableParams: number;
  readonly multAdds: number;
  /** Of convolutions and linear layers alone, 2 for each multiply-accumulate with their weights. */
  readonly flops: number;
  readonly inputBytes: number;
  /** Outputs of the layers with parameters, twice: once more for their gradients. */
  readonly forwardBackwardBytes: number;
  readonly paramBytes: number;
  /** The three above, added up. */
  readonly totalBytes: number;
}

/** Everything that a report says of a model, as plain values. */
export interface Summary {
  /** The release whose rules made it. */
  readonly torchinfo: TorchinfoRelease;
  readonly modelName: string;
  readonly inputShapes: readonly Shape[];
  /** In call order, the model first. */
  readonly layers: readonly Layer[];
  readonly totals: Totals;
}

/** Whether a module has no modules below it. */
export function isLeaf({ node }: Pick<Layer, 'node'>): boolean {
  return node.children.length === 0;
}
