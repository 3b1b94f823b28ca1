import { formatShape } from '../engine/shape.js';
import { fixed, grouped } from '../report/python-format.js';
import type { LayerFacts } from '../schema/baseline.js';
import type { ChangedLayer, CheckResult, Comparison } from '../schema/check-report.js';
import { METRICS } from './metrics.js';

/** The words and numbers in which people are told of a check. */

/** What stands in place of a number or a shape that there is none of. */
export const NONE = '--';

/** What a comparison compares. */
export function metricTitle(metric: Comparison['metric']): string {
  return METRICS.find(({ key }) => key === metric)?.title ?? 'layers that moved';
}

/** A number that passes: `28,080,344`, `at most 30,000,000`, or `100 ± 5`. */
export function expectedText({ bound, expected, tolerance }: Comparison): string {
  if (bound === 'max') return `at most ${grouped(expected)}`;
  return grouped(expected) + (tolerance >= 1 ? ` ± ${grouped(Math.floor(tolerance))}` : '');
}

/** A difference with its sign: `+1,000`. */
export function signed(difference: number): string {
  return (difference > 0 ? '+' : '') + grouped(difference);
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
  const models = results.length === 1 ? '1 model' : `${String(results.length)} models`;
  if (failed.length === 0) return `${models} checked, all held.`;
  return `${models} checked, ${String(failed.length)} failed: ${failed.map(({ name }) => name).join(', ')}.`;
}

/** Why a model without its baseline fails, and what to do about it. */
export function missingBaseline({ name, baseline }: CheckResult): string | null {
  if (baseline?.status !== 'missing') return null;
  return `${name}: there is no baseline ${baseline.path}; the same command with --update writes it.`;
}

/** Something that a layer has, before and after; once where it is the same. */
export function change(before: string, after: string): string {
  return before === after ? before : `${before} → ${after}`;
}

export function shapeText(shape: LayerFacts['outputShape']): string {
  return shape === null ? NONE : formatShape(shape);
}

/** What of a layer changed beside its type, its output's shape and its parameters. */
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
