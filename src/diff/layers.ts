import type { LayerFacts } from '../documents/parts.js';
import { nearestAbove, outermostPaths } from '../documents/paths.js';
import { equalShapes } from '../ops/shape.js';
import { outOfOrder } from './order.js';
import { type Counts, ownCounts } from './own-counts.js';

/** One layer as each of several models has it; null if a model has no such layer. */
export interface LayerComparison {
  readonly path: string;
  readonly versions: readonly (LayerFacts | null)[];
  /**
   * Whether the models differ in what they say of it. A container whose counts differ only by what those
   * of layers below it do does not count.
   */
  readonly differs: boolean;
  /** Whether a model calls it in another order than the first one does. */
  readonly reordered: boolean;
}

/**
 * Puts the layers of several models side by side. Layers are matched by their path, and by the number of
 * the call if a module is called more than once. The time it takes is in proportion to what there is to
 * compare, but for logarithms.
 * @param models each model's layers, in call order
 * @returns every layer that any model has: the first model's in its order, the others' between them
 */
export function compareLayers(models: readonly (readonly LayerFacts[])[]): LayerComparison[] {
  const keyed = models.map(byCall);
  const rows = mergedKeys(keyed).map((key): Row => {
    const versions = keyed.map((layers) => layers.get(key) ?? null);
    const path = versions.find((version) => version !== null)?.path ?? '';
    return {
      key,
      path,
      versions,
      // What the layers below do not add up to, and what they do unless it has some of its own.
      hasOtherStructure: isMissingSomewhere({ versions }) || differ(versions, hasSameStructure),
      hasOtherCounts: differ(versions, hasSameCounts),
    };
  });
  const [first, ...others] = keyed.map((layers) => [...layers.keys()]);
  const reordered = others.map((other) => outOfOrder(first ?? [], other));
  // Only asked of layers that differ in nothing but their counts.
  const isAsked = rows.some((row) => row.hasOtherCounts && !row.hasOtherStructure);
  const explained = isAsked ? pathsAbove(rows) : new Set();
  const own = isAsked ? models.map(ownCounts) : [];
  const hasOtherOwnCounts = ({ path, versions }: Row): boolean =>
    differ(
      versions.map((version, index) => version && (own[index]?.get(path) ?? version)),
      hasSameCounts,
    );
  return rows.map((row) => ({
    path: row.path,
    versions: row.versions,
    differs:
      row.hasOtherStructure ||
      (row.hasOtherCounts && (!explained.has(row.path) || hasOtherOwnCounts(row))),
    reordered: reordered.some((keys) => keys.has(row.key)),
  }));
}

/** Of layers that only some models have, those that are not below another one that the same models have. */
export function outermost(rows: readonly LayerComparison[]): LayerComparison[] {
  const missing = rows.filter(isMissingSomewhere);
  const paths = new Map<string, Set<string>>();
  for (const row of missing) {
    const presence = presenceOf(row);
    paths.set(presence, (paths.get(presence) ?? new Set()).add(row.path));
  }
  const outer = new Map([...paths].map(([presence, set]) => [presence, outermostPaths(set)]));
  return rows.filter(
    (row) => !isMissingSomewhere(row) || outer.get(presenceOf(row))?.has(row.path) === true,
  );
}

/** Of layers that changed together, those that are not below another one of them. */
export function outermostLayers<Layer extends Pick<LayerFacts, 'path'>>(
  layers: readonly Layer[],
): Layer[] {
  const outer = outermostPaths(new Set(layers.map(({ path }) => path)));
  return layers.filter(({ path }) => outer.has(path));
}

type Versions = Pick<LayerComparison, 'versions'>;

interface Row extends Pick<LayerComparison, 'path' | 'versions'> {
  readonly key: string;
  readonly hasOtherStructure: boolean;
  readonly hasOtherCounts: boolean;
}

function byCall(layers: readonly LayerFacts[]): ReadonlyMap<string, LayerFacts> {
  const calls = new Map<string, number>();
  return new Map(
    layers.map((layer) => {
      const call = (calls.get(layer.path) ?? 0) + 1;
      calls.set(layer.path, call);
      return [`${layer.path}#${String(call)}`, layer];
    }),
  );
}

/** All keys, each list's new ones after the one that they follow there. */
function mergedKeys(lists: readonly ReadonlyMap<string, unknown>[]): string[] {
  return lists.reduce<string[]>((merged, list) => {
    const known = new Set(merged);
    const following = new Map<string | null, string[]>();
    let last: string | null = null;
    for (const key of list.keys()) {
      if (known.has(key)) {
        last = key;
        continue;
      }
      const keys = following.get(last);
      if (keys === undefined) following.set(last, [key]);
      else keys.push(key);
    }
    return [
      ...(following.get(null) ?? []),
      ...merged.flatMap((key) => [key, ...(following.get(key) ?? [])]),
    ];
  }, []);
}

/** The paths that have a layer below them in whose facts the models differ. */
function pathsAbove(rows: readonly Row[]): ReadonlySet<string> {
  const differing = new Set(
    rows.filter((row) => row.hasOtherStructure || row.hasOtherCounts).map(({ path }) => path),
  );
  const nearest = [...nearestAbove(new Set(rows.map(({ path }) => path)))];
  const found = new Set<string>();
  for (const [path, above] of nearest.reverse()) {
    if (above !== null && (differing.has(path) || found.has(path))) found.add(above);
  }
  return found;
}

/** Whether some of the versions that exist are not like the first of them. */
function differ<Version>(
  versions: readonly (Version | null)[],
  isSame: (a: Version, b: Version) => boolean,
): boolean {
  const first = versions.find((version) => version !== null) ?? null;
  return first !== null && versions.some((version) => version !== null && !isSame(first, version));
}

function hasSameStructure(a: LayerFacts, b: LayerFacts): boolean {
  return (
    a.type === b.type &&
    a.groups === b.groups &&
    isSameSize(a.inputShape, b.inputShape) &&
    isSameSize(a.outputShape, b.outputShape) &&
    isSameSize(a.kernelSize, b.kernelSize)
  );
}

function isSameSize(a: LayerFacts['kernelSize'], b: LayerFacts['kernelSize']): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  return equalShapes(a, b);
}

function hasSameCounts(a: Counts, b: Counts): boolean {
  return (
    a.params === b.params && a.trainableParams === b.trainableParams && a.multAdds === b.multAdds
  );
}

function isMissingSomewhere({ versions }: Versions): boolean {
  return versions.includes(null);
}

function presenceOf({ versions }: Versions): string {
  return versions.map((version) => (version === null ? '-' : '+')).join('');
}
