import type { BaselineDocument, LayerFacts } from '../schema/baseline.js';
import type { SummaryDocument } from '../schema/summary.js';
import { BASELINE_KIND, SCHEMA_VERSION } from '../schema/constants.js';

/** What documents tell of a call of a module, in the order in which a baseline has it. */
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

/** The baseline that holds what a summary says; what ran the pass does not belong in it. */
export function baselineOf({ model, input, totals, layers }: SummaryDocument): BaselineDocument {
  return {
    kind: BASELINE_KIND,
    schemaVersion: SCHEMA_VERSION,
    model,
    input,
    totals,
    layers: layers.map(factsOf),
  };
}

/** A baseline as JSON with one total and one layer a line, so that a diff shows what moved. */
export function renderBaseline(baseline: BaselineDocument): string {
  const { totals, layers, ...head } = baseline;
  const lines = [
    ...Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${inline(value)}`),
    `  "totals": {\n${Object.entries(totals)
      .map(([key, value]) => `    ${JSON.stringify(key)}: ${inline(value)}`)
      .join(',\n')}\n  }`,
    `  "layers": [\n${layers.map((layer) => `    ${inline(layer)}`).join(',\n')}\n  ]`,
  ];
  return `{\n${lines.join(',\n')}\n}\n`;
}

/** How a baseline says what it is, however it is formatted. */
const KIND = new RegExp(`"kind"\\s*:\\s*"${BASELINE_KIND}"`);

/** Whether a text is meant to be a baseline, whole or not: what may be written over. */
export function looksLikeBaseline(text: string): boolean {
  return KIND.test(text.slice(0, 200));
}

/** A value on one line, with blanks after colons and commas. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value);
  return `{ ${entries.map(([key, item]) => `${JSON.stringify(key)}: ${inline(item)}`).join(', ')} }`;
}
