import type { Shape } from '../ops/shape.js';
import type { ModuleNode } from '../trace/tree.js';
import type { Totals } from './totals.js';

/** The torchinfo releases whose rules are known: 1.6 stands for 1.6.6, 1.8 for 1.8.0. */
export const TORCHINFO_RELEASES = ['1.6', '1.8'] as const;

/** A torchinfo release whose rules are known. */
export type TorchinfoRelease = (typeof TORCHINFO_RELEASES)[number];

/** One call of a module, or a module that was not called itself though others below it were. */
export interface Layer {
  /** The state-dict prefix of the module: `layer1.0.conv1`, and "" for the model. */
  readonly path: string;
  /** The module's index in the summary's nodes. */
  readonly node: number;
  /** The class name. */
  readonly type: string;
  /** The name that is printed; 1.6 has none for the model. */
  readonly varName: string;
  /** Levels below the model, which is at 0. */
  readonly depth: number;
  /** Its place among the layers of the same depth, from 1; null in rows that torchinfo does not number. */
  readonly depthIndex: number | null;
  /** Whether it holds no modules, or only empty containers. */
  readonly isLeaf: boolean;
  /** The first input's shape; null if the module was not called. */
  readonly inputShape: Shape | null;
  /** The output's shape: of an array the first, of an object the last; null if the module was not called. */
  readonly outputShape: Shape | null;
  readonly kernelSize: number | readonly number[] | null;
  readonly groups: number | null;
  /** Elements of the parameters at or under the module; 0 in rows for which torchinfo counts none. */
  readonly params: number;
  readonly trainableParams: number;
  /** Of {@link params}, those that no row below accounts for. */
  readonly leftoverParams: number;
  /** Whether the module's parameters train; null if it has none. */
  readonly trains: 'all' | 'some' | 'none' | null;
  /** Multiply-adds of the call, or of the leaves below it if the module has children. */
  readonly multAdds: number;
  /** Whether torchinfo counts multiply-adds for the call itself: it was made, and has weights. */
  readonly countsMultAdds: boolean;
  /** The call's index among those of the recording; null if the module was not called. */
  readonly call: number | null;
  /** Whether an earlier row is of the same module, so that its parameters are counted there. */
  readonly isRecursive: boolean;
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
  /** The model's tree, depth first, the model first. */
  readonly nodes: readonly ModuleNode[];
}
