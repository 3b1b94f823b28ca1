import type { BaselineDocument } from '../documents/baseline.js';
import { headOf, OLD_BASELINE_KIND } from '../documents/constants.js';
import type { SummaryDocument } from '../documents/summary.js';
import { factsOf } from '../diff/facts.js';

/** The baseline of a summary, without the engine that ran the pass. */
export function baselineOf(summary: SummaryDocument): BaselineDocument {
  const { model, input, inputs, totals, layers } = summary;
  return {
    ...headOf('baseline'),
    model,
    input,
    ...(inputs !== undefined && { inputs }),
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

/**
 * How a baseline begins, however it is formatted, and even if changes to its first lines conflict. Files of
 * other programs may be baselines too, and any text may speak of one.
 */
const BEGINNING = new RegExp(
  String.raw`^\uFEFF?\s*\{\s*(?:<{7}[^\n]*\n\s*)?` +
    String.raw`(?:"schemaVersion"\s*:\s*\d+\s*,\s*)?"kind"\s*:\s*"(?:baseline|${OLD_BASELINE_KIND})"`,
);

/** Whether a text begins as a baseline does, even a broken one. */
export function looksLikeBaseline(text: string): boolean {
  const start = BEGINNING.exec(text)?.[0];
  return (
    start !== undefined && (start.includes('"schemaVersion"') || start.includes(OLD_BASELINE_KIND))
  );
}

/** A value on one line, with blanks after colons and commas. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value);
  return `{ ${entries.map(([key, item]) => `${JSON.stringify(key)}: ${inline(item)}`).join(', ')} }`;
}
