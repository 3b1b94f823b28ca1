import { NONE, shapeText } from '../diff/words.js';
import type { ChangedLayer, CheckResult, Comparison } from '../documents/check.js';
import type { LayerFacts } from '../documents/parts.js';
import { TOTALS, totalsFor } from '../summary/totals.js';
import { fixed, grouped } from '../text/python-format.js';
import { plural } from '../text/words.js';

/** The words and numbers in reports on a check. */

/** What a comparison compares. */
export function metricTitle(metric: Comparison['metric']): string {
  if (metric === 'changedLayers') return 'layers that moved';
  if (metric === 'reorderedLayers') return 'layers out of order';
  return metric === 'changedDescription' ? 'model or input' : TOTALS[metric].label;
}

/** Whether a report for people tells of a comparison: what a check takes by name, and all that failed. */
export function isTold({ metric, source, passed }: Comparison): boolean {
  const byName: readonly string[] = [...totalsFor('check'), 'changedLayers'];
  return source === 'limit' || !passed || byName.includes(metric);
}

/** A number that passes: `28,080,344`, `at most 30,000,000`, or `100 ± 5`. */
export function expectedText({ bound, expected, tolerance }: Comparison): string {
  if (bound === 'max') return `at most ${grouped(expected)}`;
  return grouped(expected) + (tolerance >= 1 ? ` ± ${grouped(Math.floor(tolerance))}` : '');
}

/** A percentage with its sign, never rounded to nothing. */
export function signedPercent(percent: number | null): string {
  if (percent === null) return NONE;
  const sign = percent > 0 ? '+' : '';
  if (percent !== 0 && Math.abs(percent) < 0.005) return `${sign || '-'}<0.01%`;
  return `${sign}${fixed(percent, 2)}%`;
}

/** How many of the models did not pass, in a sentence. */
export function verdict(results: readonly CheckResult[]): string {
  const failed = results.filter(({ passed }) => !passed);
  const models = plural(results.length, 'model');
  if (failed.length === 0) return `${models} checked, all held.`;
  return `${models} checked, ${String(failed.length)} failed: ${failed.map(({ name }) => name).join(', ')}.`;
}

/** Why a model without its baseline fails, and what to do about it. */
export function missingBaseline({ name, baseline }: CheckResult): string | null {
  if (baseline?.status !== 'missing') return null;
  return `${name}: there is no baseline ${baseline.path}; the same command with --update writes it.`;
}

/** Something that a layer has, before and after; once if it is the same. */
export function change(before: string, after: string): string {
  return before === after ? before : `${before} → ${after}`;
}

/** What changed in a layer besides its type, its output's shape and its parameters. */
export function otherChanges({ expected, actual }: ChangedLayer): string {
  const changes: string[] = [];
  const tell = (what: string, text: (layer: LayerFacts) => string): void => {
    const [before, after] = [text(expected), text(actual)];
    if (before !== after) changes.push(`${what} ${before} → ${after}`);
  };
  const isFrozenAlike = trainingPart(expected) === trainingPart(actual);
  const isSameSize =
    expected.params === actual.params &&
    shapeText(expected.outputShape) === shapeText(actual.outputShape);
  if (!isFrozenAlike) tell('trainable', ({ trainableParams }) => grouped(trainableParams));
  tell('kernel', ({ kernelSize }) => [kernelSize ?? NONE].flat().join('x'));
  tell('groups', ({ groups }) => String(groups ?? NONE));
  if (isSameSize) {
    tell('input', ({ inputShape }) => shapeText(inputShape));
    tell('mult-adds', ({ multAdds }) => grouped(multAdds));
  }
  return changes.join(', ');
}

/** All, none, or how many of a layer's parameters train. */
function trainingPart({ params, trainableParams }: LayerFacts): string {
  if (trainableParams === params) return 'all';
  return trainableParams === 0 ? 'none' : String(trainableParams);
}
