import { factsOf } from '../diff/facts.js';
import { compareLayers, type LayerComparison } from '../diff/layers.js';
import type { BaselineDocument } from '../documents/baseline.js';
import type { CheckResult, Comparison } from '../documents/check.js';
import type { SummaryDocument } from '../documents/summary.js';
import type { Tolerance } from '../documents/tolerance.js';
import { totalKeys, totalsFor } from '../summary/totals.js';
import { descriptionChanges, descriptionNotes } from './description.js';
import type { Limits } from './limits.js';
import { allowedDifference, EXACT } from './tolerance.js';

/** What a model is compared with. */
export interface Expectations {
  readonly limits: Limits;
  /** How far totals may be from a limit that is not an upper one, and from the baseline's. */
  readonly tolerance: Tolerance;
  /** The baseline; its document is null if the file does not exist. */
  readonly baseline: { readonly path: string; readonly document: BaselineDocument | null } | null;
}

/** Checks one model. */
export function checkModel(
  name: string,
  summary: SummaryDocument,
  { limits, tolerance, baseline }: Expectations,
): CheckResult {
  const checks = limitChecks(summary, limits, tolerance);
  const document = baseline?.document ?? null;
  if (document === null) {
    const passed = baseline === null && checks.every((check) => check.passed);
    const status = baseline === null ? null : { path: baseline.path, status: 'missing' as const };
    return { name, passed, baseline: status, checks, layers: NO_LAYERS, notes: [] };
  }
  const before = document.layers.map(factsOf);
  const layers = movedLayers(compareLayers([before, summary.layers.map(factsOf)]));
  const description = descriptionChanges(document, summary);
  checks.push(
    ...totalKeys().map((key) =>
      exact(key, 'baseline', document.totals[key], summary.totals[key], tolerance),
    ),
  );
  // If numbers may move, so may all else: then the totals alone decide.
  if (tolerance.amount === 0) {
    const { added, removed, changed, reordered } = layers;
    checks.push(
      noneOf('changedLayers', added.length + removed.length + changed.length),
      noneOf('reorderedLayers', reordered.length),
      noneOf('changedDescription', [...description.model, ...description.inputs].length),
    );
  }
  return {
    name,
    passed: checks.every((check) => check.passed),
    baseline: { path: baseline?.path ?? '', status: 'compared' },
    checks,
    layers,
    notes: descriptionNotes(description),
  };
}

/** Checks a model against its limits alone, after its baseline was written. */
export function updatedModel(
  name: string,
  summary: SummaryDocument,
  { limits, tolerance }: Pick<Expectations, 'limits' | 'tolerance'>,
  baseline: { readonly path: string; readonly status: 'written' | 'unchanged' },
): CheckResult {
  const checks = limitChecks(summary, limits, tolerance);
  const passed = checks.every((check) => check.passed);
  return { name, passed, baseline, checks, layers: NO_LAYERS, notes: [] };
}

const NO_LAYERS: CheckResult['layers'] = {
  added: [],
  removed: [],
  changed: [],
  reordered: [],
};

function limitChecks(
  { totals }: SummaryDocument,
  limits: Limits,
  tolerance: Tolerance,
): Comparison[] {
  return totalsFor('check').flatMap((key) => {
    const [expected, most] = [limits.exact.get(key), limits.most.get(key)];
    return [
      ...(expected === undefined ? [] : [exact(key, 'limit', expected, totals[key], tolerance)]),
      ...(most === undefined ? [] : [atMost(key, most, totals[key])]),
    ];
  });
}

function exact(
  metric: Comparison['metric'],
  source: Comparison['source'],
  expected: number,
  actual: number,
  tolerance: Tolerance,
): Comparison {
  const allowed = allowedDifference(tolerance, expected);
  return {
    metric,
    source,
    bound: 'exact',
    expected,
    actual,
    ...differenceOf(expected, actual),
    tolerance: allowed,
    passed: Math.abs(actual - expected) <= allowed,
  };
}

/** That nothing of a kind moved against the baseline. */
function noneOf(metric: Comparison['metric'], moved: number): Comparison {
  return exact(metric, 'baseline', 0, moved, EXACT);
}

function atMost(metric: Comparison['metric'], most: number, actual: number): Comparison {
  return {
    metric,
    source: 'limit',
    bound: 'max',
    expected: most,
    actual,
    ...differenceOf(most, actual),
    tolerance: 0,
    passed: actual <= most,
  };
}

/** The difference of a number from another, and in percent of it (null if that is 0). */
function differenceOf(
  expected: number,
  actual: number,
): Pick<Comparison, 'difference' | 'percent'> {
  const difference = actual - expected;
  return { difference, percent: expected === 0 ? null : (100 * difference) / expected };
}

function movedLayers(rows: readonly LayerComparison[]): CheckResult['layers'] {
  const moved = rows.filter(({ differs }) => differs);
  return {
    added: moved.flatMap(({ versions: [before, after] }) =>
      before === null && after ? [after] : [],
    ),
    removed: moved.flatMap(({ versions: [before, after] }) =>
      after === null && before ? [before] : [],
    ),
    changed: moved.flatMap(({ path, versions: [before, after] }) =>
      before && after ? [{ path, expected: before, actual: after }] : [],
    ),
    reordered: rows.flatMap(({ reordered, versions: [, after] }) =>
      reordered && after ? [after] : [],
    ),
  };
}
