import { headOf } from '../documents/constants.js';
import type { EngineDescription, SummaryDocument } from '../documents/summary.js';
import type { ModelDescription } from '../models/registry.js';
import type { Shape } from '../ops/shape.js';
import type { Layer, Summary } from '../summary/summary.js';

/** What the document of a summary has besides the summary. */
export interface Described {
  readonly model: ModelDescription;
  readonly engine: EngineDescription;
}

/**
 * Makes the document of a summary.
 * @param summary by torchinfo 1.8's rules, which trace the model itself too
 */
export function summaryDocument(
  { inputShapes, layers, totals }: Summary,
  { model, engine }: Described,
): SummaryDocument {
  const inputs = inputShapes.map(inputOf);
  return {
    ...headOf('summary'),
    model,
    input: inputs[0] ?? inputOf([]),
    ...(inputs.length > 1 && { inputs }),
    engine,
    totals,
    layers: layers.map(layerDocument),
  };
}

function inputOf(shape: Shape): SummaryDocument['input'] {
  return { shape, dtype: 'float32' };
}

function layerDocument(layer: Layer): SummaryDocument['layers'][number] {
  return {
    path: layer.path,
    type: layer.type,
    varName: layer.varName,
    depth: layer.depth,
    depthIndex: layer.depthIndex,
    inputShape: layer.inputShape,
    outputShape: layer.outputShape,
    kernelSize: layer.kernelSize,
    groups: layer.groups,
    params: layer.params,
    trainableParams: layer.trainableParams,
    multAdds: layer.multAdds,
    isLeaf: layer.isLeaf,
    isRecursive: layer.isRecursive,
  };
}
