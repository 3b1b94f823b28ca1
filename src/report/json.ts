import type { EngineDescription, ModelDescription, SummaryDocument } from '../schema/summary.js';
import { SCHEMA_VERSION } from '../schema/constants.js';
import { isLeaf, type Summary } from '../summary/summary.js';

export type { EngineDescription, ModelDescription, SummaryDocument };

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
