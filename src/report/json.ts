import type { EngineDescription, ModelDescription, SummaryDocument } from '../schema/summary.js';
import { SCHEMA_VERSION } from '../schema/constants.js';
import { summarise } from '../summary/summarise.js';
import { isLeaf } from '../summary/summary.js';
import type { Trace } from '../trace/trace.js';

export type { EngineDescription, ModelDescription, SummaryDocument };

/** A model that was run, and what ran it. */
export interface DescribedRun {
  readonly trace: Trace;
  readonly model: ModelDescription;
  readonly engine: EngineDescription;
}

/** Makes the document of a run, by torchinfo 1.8's rules, which trace the model itself too. */
export function summaryDocument({ trace, model, engine }: DescribedRun): SummaryDocument {
  const summary = summarise(trace, '1.8');
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
