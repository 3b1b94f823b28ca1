import type { Shape } from '../engine/shape.js';
import { isLeaf, type Summary, type Totals } from '../summary/summary.js';

/** The version of the summary document; a change that old readers would misread raises it. */
export const SCHEMA_VERSION = 1;

/** What was built: a model's name, and the flags that make it again. */
export interface ModelDescription {
  readonly name: string;
  readonly arch: string;
  readonly depth: number;
  readonly block: string;
  readonly blocks: readonly number[];
  readonly numClasses: number;
  readonly reduction: number;
}

/** What ran the forward pass; the meta engine has neither threads nor a time. */
export interface EngineDescription {
  readonly name: string;
  readonly threads?: number;
  /** Milliseconds from the first operation to the last. */
  readonly forwardMs?: number;
  /** The most bytes of values and weights alive at one time: as planned from shapes alone. */
  readonly predictedPeakBytes?: number;
  /** The same as measured. */
  readonly peakBytes?: number;
}

/** One layer of the document, in call order. */
export interface LayerDocument {
  readonly path: string;
  readonly type: string;
  readonly varName: string;
  readonly depth: number;
  readonly depthIndex: number | null;
  readonly inputShape: Shape | null;
  readonly outputShape: Shape | null;
  readonly kernelSize: number | readonly number[] | null;
  readonly groups: number | null;
  readonly params: number;
  readonly trainableParams: number;
  readonly multAdds: number;
  readonly isLeaf: boolean;
  readonly isRecursive: boolean;
}

/** The document that `se-resnet summary --json` prints. Sizes are bytes. */
export interface SummaryDocument {
  readonly schemaVersion: number;
  readonly model: ModelDescription;
  readonly input: { readonly shape: Shape; readonly dtype: 'float32' };
  readonly engine: EngineDescription;
  readonly totals: Totals;
  readonly layers: readonly LayerDocument[];
}

/** Makes the document from a summary by torchinfo 1.8's rules, which trace the model itself too. */
export function summaryDocument(
  summary: Summary,
  model: ModelDescription,
  engine: EngineDescription,
): SummaryDocument {
  return {
    schemaVersion: SCHEMA_VERSION,
    model,
    input: { shape: summary.inputShapes[0] ?? [], dtype: 'float32' },
    engine,
    totals: summary.totals,
    layers: summary.layers.map((layer) => ({
      path: layer.node.path,
      type: layer.node.type,
      varName: layer.varName,
      depth: layer.node.depth,
      depthIndex: layer.depthIndex,
      inputShape: layer.inputShape,
      outputShape: layer.outputShape,
      kernelSize: layer.node.kernelSize,
      groups: layer.node.groups,
      params: layer.params,
      trainableParams: layer.trainableParams,
      multAdds: layer.multAdds,
      isLeaf: isLeaf(layer),
      isRecursive: layer.isRecursive,
    })),
  };
}
