import { signed } from '../diff/words.js';
import type { CheckResult, Comparison } from '../documents/check.js';
import { printable } from '../text/escape.js';
import { grouped } from '../text/python-format.js';
import { expectedText, metricTitle, missingBaseline, signedPercent } from './words.js';

/** The severity that GitHub shows. */
export type Severity = 'error' | 'warning';

/** The workflow commands that annotate a run of GitHub Actions with what failed, one a line. */
export function annotations(results: readonly CheckResult[], severity: Severity): string[] {
  return results.flatMap((result) => {
    const { name, checks, notes } = result;
    const missing = missingBaseline(result);
    return [
      ...checks
        .filter(({ passed }) => !passed)
        .map((check) => {
          const { metric, actual, difference, percent, source } = check;
          const moved = `${signed(difference)}, ${signedPercent(percent)}`;
          const lines = [
            `expected ${expectedText(check)} (${source}), but is ${grouped(actual)} (${moved})`,
            ...movedLines(metric, result),
            ...notes,
          ];
          return annotation(severity, `${name}: ${metricTitle(metric)}`, lines);
        }),
      ...(missing === null ? [] : [annotation(severity, `${name}: no baseline`, [missing])]),
    ];
  });
}

/** A workflow command, https://docs.github.com/actions/reference/workflow-commands-for-github-actions. */
export function annotation(severity: Severity, title: string, lines: readonly string[]): string {
  const message = lines.map(printable).join('\n');
  return `::${severity} title=${escapeProperty(printable(title))}::${escapeData(message)}`;
}

/** As @actions/core's escapeData and escapeProperty. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** An annotation is cut when it grows long: the table has the rest. */
const MOST_LAYERS = 10;

function movedLines(metric: Comparison['metric'], { layers }: CheckResult): string[] {
  const kinds = LISTED_BY[metric] ?? [];
  const lines = kinds.flatMap((kind) => layers[kind].map(({ path }) => `${kind} ${path}`));
  const more = lines.length - MOST_LAYERS;
  return [...lines.slice(0, MOST_LAYERS), ...(more > 0 ? [`and ${String(more)} more`] : [])];
}

/** The layers that a metric counts. */
const LISTED_BY: Partial<Record<Comparison['metric'], readonly (keyof CheckResult['layers'])[]>> = {
  changedLayers: ['removed', 'added', 'changed'],
  reorderedLayers: ['reordered'],
};
