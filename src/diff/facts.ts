import type { LayerFacts } from '../documents/parts.js';

/** What documents say of a call of a module, in the order in which a baseline has it. */
export function factsOf(layer: LayerFacts): LayerFacts {
  const { path, type, inputShape, outputShape, kernelSize, groups } = layer;
  const { params, trainableParams, multAdds } = layer;
  return {
    path,
    type,
    inputShape,
    outputShape,
    kernelSize,
    groups,
    params,
    trainableParams,
    multAdds,
  };
}
